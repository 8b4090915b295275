package io.aboengine.tax;

/** Whether prices in the catalogue are without tax (usual between businesses) or with it (required for consumers). */
public enum PriceBasis {
    NET,
    GROSS
}
