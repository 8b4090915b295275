-- What aboengine keeps, on H2: the same tables and columns as on PostgreSQL, where each is explained.
--
-- H2 ends a transaction at every statement below, so each may be run again: a script that was cut off is simply run anew.
-- H2 has no partial indexes. Empty values do not collide in a unique one.

create table if not exists abo_account (
    tenant_id         varchar not null,
    account_id        varchar not null,
    currency          char(3) not null,
    country           char(2) not null,
    german_state      char(2),
    language          varchar not null,
    business          boolean not null,
    vat_id            varchar,
    tax_exempt        boolean not null,
    buyer_version     integer not null,
    payment_method    varchar not null,
    payment_token     varchar,
    self_service      varchar,
    credit_minor      bigint not null,
    trials_used       varchar not null,
    billing_day       integer,
    discounts         varchar,
    holds             varchar,
    next_ordinal      bigint not null,
    due_on            date,
    dun_on            date,
    catalog_version   integer not null,
    settings_version  integer not null,
    primary key (tenant_id, account_id)
);

create index if not exists abo_account_settings on abo_account (tenant_id, settings_version, account_id);

create table if not exists abo_agenda (
    tenant_id   varchar not null,
    work        varchar not null,
    on_day      date not null,
    account_id  varchar not null,
    primary key (tenant_id, work, on_day, account_id)
);

create table if not exists abo_party (
    tenant_id    varchar not null,
    account_id   varchar not null,
    name         varchar not null,
    street       varchar not null,
    postal_code  varchar not null,
    city         varchar not null,
    country      char(2) not null,
    language     varchar not null,
    primary key (tenant_id, account_id)
);

create table if not exists abo_document_party (
    tenant_id      varchar not null,
    account_id     varchar not null,
    buyer_version  integer not null,
    name           varchar not null,
    street         varchar not null,
    postal_code    varchar not null,
    city           varchar not null,
    country        char(2) not null,
    language       varchar not null,
    primary key (tenant_id, account_id, buyer_version)
);

create table if not exists abo_subscription (
    tenant_id             varchar not null,
    account_id            varchar not null,
    ordinal               bigint not null,
    shop_reference        varchar,
    product               varchar not null,
    state                 varchar not null,
    concluded_on          date not null,
    start_on              date not null,
    billed_until_on       date,
    charged_through_on    date not null,
    review_from_on        date,
    announced_through_on  date not null,
    usage_through_on      date not null,
    usage_from_on         date,
    end_on                date,
    expires_on            date,
    agreed_end_on         date,
    kept_until_on         date,
    refunding             boolean not null,
    once                  varchar,
    self_service          varchar,
    term_rule             varchar,
    term_start_on         date not null,
    term_shifted_days     integer not null,
    add_on_to             bigint,
    ends_with_base        boolean not null,
    beneficiary           varchar,
    pause                 varchar,
    scheduled             varchar,
    primary key (tenant_id, account_id, ordinal)
);

create unique index if not exists abo_subscription_reference on abo_subscription (tenant_id, account_id, shop_reference);

create table if not exists abo_segment (
    tenant_id     varchar not null,
    account_id    varchar not null,
    subscription  bigint not null,
    from_on       date not null,
    to_on         date,
    terms         varchar not null,
    primary key (tenant_id, account_id, subscription, from_on)
);

create table if not exists abo_line (
    tenant_id          varchar not null,
    account_id         varchar not null,
    volume             integer not null check (volume = ordinal / 64),
    ordinal            bigint not null,
    kind               varchar not null,
    subscription       bigint,
    description        varchar not null,
    plan               varchar,
    phase              varchar,
    start_on           date,
    end_on             date,
    period_days        integer not null,
    quantity           decfloat not null,
    unit_price         decfloat not null,
    currency           char(3) not null,
    amount_minor       bigint not null,
    tax_category       varchar,
    supplied_on        date not null,
    terms_key          varchar not null,
    charge_item        varchar,
    charge_first_on    date,
    charge_generation  integer,
    takes_back         bigint,
    trace              varchar not null,
    document           bigint,
    position           integer,
    tax_treatment      varchar,
    tax_percent        decfloat,
    net_minor          bigint,
    tax_minor          bigint,
    gross_minor        bigint,
    primary key (tenant_id, account_id, ordinal)
);

create unique index if not exists abo_line_charge
    on abo_line (tenant_id, account_id, subscription, charge_item, charge_first_on, charge_generation);
create index if not exists abo_line_document on abo_line (tenant_id, account_id, document);
create index if not exists abo_line_takes_back on abo_line (tenant_id, account_id, takes_back);

create table if not exists abo_document (
    tenant_id               varchar not null,
    account_id              varchar not null,
    volume                  integer not null check (volume = ordinal / 64),
    ordinal                 bigint not null,
    type                    varchar not null,
    state                   varchar not null,
    payment_method          varchar not null,
    price_basis             varchar not null,
    planned_on              date not null,
    finalize_on             date not null,
    issued_on               date,
    due_on                  date,
    catalog_version         integer not null,
    settings_version        integer not null,
    buyer_version           integer not null,
    buyer_vat_id            varchar,
    corrects                bigint,
    pay_out                 varchar not null,
    subscriptions           varchar not null,
    taxes                   varchar not null,
    currency                char(3) not null,
    net_minor               bigint not null,
    tax_minor               bigint not null,
    gross_minor             bigint not null,
    credit_applied_minor    bigint not null,
    paid_minor              bigint not null,
    credited_minor          bigint not null,
    written_off_minor       bigint not null,
    received_minor          bigint not null,
    refunded_minor          bigint not null,
    paid_on                 date,
    dunning_from_on         date,
    dunning_level           integer,
    dunning_last_notice_on  date,
    dunning_suspended       boolean,
    reminded                varchar,
    is_open                 boolean not null,
    primary key (tenant_id, account_id, ordinal)
);

create index if not exists abo_document_open on abo_document (tenant_id, account_id, is_open);

create table if not exists abo_document_number (
    tenant_id   varchar not null,
    series      varchar not null,
    counter     bigint not null,
    number      varchar not null,
    account_id  varchar not null,
    volume      integer not null check (volume = document / 64),
    document    bigint not null,
    primary key (tenant_id, number),
    unique (tenant_id, account_id, document)
);

create table if not exists abo_series (
    tenant_id     varchar not null,
    series        varchar not null,
    last_counter  bigint not null,
    primary key (tenant_id, series)
);

create table if not exists abo_attempt (
    tenant_id          varchar not null,
    account_id         varchar not null,
    volume             integer not null check (volume = document / 64),
    ordinal            bigint not null,
    document           bigint not null,
    attempt_number     integer not null,
    refunds            bigint,
    payment_method     varchar not null,
    amount_minor       bigint not null,
    currency           char(3) not null,
    idempotency_key    varchar not null,
    state              varchar not null,
    live_document      bigint,
    live_refund        bigint,
    unresolved         boolean not null,
    send_on            date not null,
    collect_on         date not null,
    next_at            timestamp(6) with time zone,
    claim_on           date,
    sent_at            timestamp(6) with time zone,
    outcome_on         date,
    gateway_reference  varchar,
    code               varchar,
    primary key (tenant_id, account_id, document, attempt_number)
);

create unique index if not exists abo_attempt_live on abo_attempt (tenant_id, account_id, live_document);
create index if not exists abo_attempt_live_refund on abo_attempt (tenant_id, account_id, live_refund);
create index if not exists abo_attempt_claim on abo_attempt (tenant_id, claim_on, account_id);
create index if not exists abo_attempt_unresolved on abo_attempt (tenant_id, unresolved, account_id, ordinal);

create table if not exists abo_posting (
    tenant_id            varchar not null,
    account_id           varchar not null,
    volume               integer not null check (volume = ordinal / 64),
    ordinal              bigint not null,
    kind                 varchar not null,
    booked_on            date not null,
    document             bigint,
    attempt              bigint,
    currency             char(3) not null,
    money_minor          bigint not null,
    open_lowered_minor   bigint not null,
    credit_raised_minor  bigint not null,
    primary key (tenant_id, account_id, ordinal)
);

create table if not exists abo_access (
    tenant_id     varchar not null,
    account_id    varchar not null,
    subscription  bigint not null,
    product       varchar not null,
    beneficiary   varchar,
    policy        varchar not null,
    released      boolean not null,
    waits_for     bigint,
    reason        varchar not null,
    since_on      date not null,
    until_on      date,
    primary key (tenant_id, account_id, subscription)
);

create index if not exists abo_access_beneficiary on abo_access (tenant_id, beneficiary, account_id, subscription);

create table if not exists abo_usage (
    tenant_id         varchar not null,
    account_id        varchar not null,
    subscription      bigint not null,
    unit              varchar not null,
    start_on          date not null,
    end_on            date not null,
    quantity          decfloat not null,
    last_at           timestamp(6) with time zone not null,
    currency          char(3) not null,
    billed_minor      bigint not null,
    discounted_minor  bigint not null,
    ratings           integer not null,
    closes_on         date not null,
    settled           boolean not null,
    read_until_on     date not null,
    primary key (tenant_id, account_id, subscription, unit, start_on)
);

create index if not exists abo_usage_read on abo_usage (tenant_id, account_id, read_until_on);

create table if not exists abo_usage_record (
    tenant_id     varchar not null,
    account_id    varchar not null,
    subscription  bigint not null,
    record_id     varchar not null,
    unit          varchar not null,
    quantity      decfloat not null,
    used_at       timestamp(6) with time zone not null,
    closes_on     date not null,
    primary key (tenant_id, account_id, subscription, record_id)
);

create index if not exists abo_usage_record_closes on abo_usage_record (tenant_id, account_id, closes_on);

create table if not exists abo_redemption (
    tenant_id  varchar not null,
    discount   varchar not null,
    used       integer not null,
    primary key (tenant_id, discount)
);

create table if not exists abo_event (
    tenant_id     varchar not null,
    account_id    varchar not null,
    volume        integer not null check (volume = ordinal / 64),
    ordinal       bigint not null,
    type          varchar not null,
    happened_on   date not null,
    recorded_at   timestamp(6) with time zone not null,
    about         varchar not null,
    amount_minor  bigint,
    currency      char(3),
    details       varchar,
    actor         varchar not null,
    primary key (tenant_id, account_id, ordinal)
);

create table if not exists abo_outbox (
    tenant_id   varchar not null,
    account_id  varchar not null,
    last_event  bigint not null,
    fresh       boolean not null,
    primary key (tenant_id, account_id)
);

create index if not exists abo_outbox_fresh on abo_outbox (tenant_id, fresh, account_id);

create table if not exists abo_subscriber (
    tenant_id   varchar not null,
    subscriber  varchar not null,
    caught_up   boolean not null,
    primary key (tenant_id, subscriber)
);

create table if not exists abo_delivery (
    tenant_id   varchar not null,
    account_id  varchar not null,
    subscriber  varchar not null,
    position    bigint not null,
    last_event  bigint not null,
    next_at     timestamp(6) with time zone,
    failures    integer not null,
    primary key (tenant_id, account_id, subscriber)
);

create index if not exists abo_delivery_next on abo_delivery (tenant_id, subscriber, next_at, account_id);

create table if not exists abo_parked_event (
    tenant_id   varchar not null,
    account_id  varchar not null,
    subscriber  varchar not null,
    ordinal     bigint not null,
    error       varchar not null,
    primary key (tenant_id, account_id, subscriber, ordinal)
);

create index if not exists abo_parked_event_subscriber on abo_parked_event (tenant_id, subscriber, account_id, ordinal);

create table if not exists abo_credit_assessment (
    tenant_id       varchar not null,
    account_id      varchar not null,
    payment_method  varchar not null,
    verdict         varchar not null,
    methods         varchar not null,
    limit_minor     bigint,
    limit_currency  char(3),
    reason_codes    varchar not null,
    checked_on      date not null,
    valid_until_on  date not null,
    primary key (tenant_id, account_id, payment_method)
);

create table if not exists abo_request (
    tenant_id    varchar not null,
    account_id   varchar not null,
    request_key  varchar not null,
    fingerprint  varchar not null,
    result       varchar not null,
    primary key (tenant_id, account_id, request_key)
);

create table if not exists abo_notice (
    tenant_id   varchar not null,
    gateway     varchar not null,
    notice_id   varchar not null,
    account_id  varchar not null,
    noted_at    timestamp(6) with time zone not null,
    primary key (tenant_id, gateway, notice_id)
);

create table if not exists abo_broken_account (
    tenant_id    varchar not null,
    account_id   varchar not null,
    error        varchar not null,
    failures     integer not null,
    next_try_at  timestamp(6) with time zone not null,
    primary key (tenant_id, account_id)
);

create table if not exists abo_catalog_version (
    tenant_id      varchar not null,
    version        integer not null,
    valid_from_on  date not null,
    fingerprint    char(64) not null,
    content        clob not null,
    primary key (tenant_id, version),
    unique (tenant_id, fingerprint)
);

create table if not exists abo_settings_version (
    tenant_id      varchar not null,
    version        integer not null,
    valid_from_on  date not null,
    fingerprint    char(64) not null,
    content        clob not null,
    primary key (tenant_id, version),
    unique (tenant_id, fingerprint)
);

create table if not exists abo_environment (
    tenant_id    varchar not null,
    environment  varchar not null,
    primary key (tenant_id)
);

create table if not exists abo_schema_history (
    version     integer not null,
    script      varchar not null,
    applied_at  timestamp(6) with time zone not null,
    primary key (version)
);

merge into abo_schema_history (version, script, applied_at) key (version) values (1, 'V1__base.sql', current_timestamp);
