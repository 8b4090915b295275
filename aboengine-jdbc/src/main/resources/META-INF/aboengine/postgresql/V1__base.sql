-- What aboengine keeps, on PostgreSQL.
--
-- Every table carries the tenant. Below it stands the account: all that belongs to one is found by (tenant_id,
-- account_id, ...), and an ordinal names one thing within its account. So the tables can be split by account, and every
-- unique constraint that guards what must happen once holds within one account. The exceptions count or name something
-- for the whole tenant: series and numbers, redemptions, notices, rules, subscribers, the environment.
--
-- Tables that keep an account's history name the volume before the account: 64 of its ordinals make one. So what
-- accounts write at about the same time lies together in the indexes, and years later, too, many of them share a page.
--
-- There are no foreign keys: with two processes billing at once they made the same run about three times slower, because
-- rows that refer to a document had to follow its number. What belongs together is written in one transaction.
--
-- Keys compare byte by byte (collate "C"): faster, and in the order in which the engine names things. Amounts are whole
-- minor units of the currency beside them. Text in JSON is never searched. Personal data stands in abo_party and
-- abo_document_party and nowhere else; a VAT id is told by a business and printed by law.

-- The row that is locked, claimed and rewritten whenever an account is worked on.
create table abo_account (
    tenant_id          text collate "C" not null,
    account_id         text collate "C" not null,
    currency           char(3) not null,
    country            char(2) not null,
    german_state       char(2),                     -- whose holidays count
    language           text not null,
    business           boolean not null,
    vat_id             text,
    tax_exempt         boolean not null,
    buyer_version      integer not null,
    payment_method     text not null,
    payment_token      text,
    self_service       text,                        -- JSON
    credit_minor       bigint not null,
    trials_used        text not null,               -- JSON
    billing_day        integer,                     -- of the month (31: the last one)
    discounts          text,                        -- JSON (empty: none)
    holds              text,                        -- JSON (empty: none)
    next_ordinal       bigint not null,
    due_on             date,
    dun_on             date,
    catalog_version    integer not null,
    settings_version   integer not null,
    primary key (tenant_id, account_id)
) with (fillfactor = 50);

-- Finds the accounts that new settings wake.
create index abo_account_settings on abo_account (tenant_id, settings_version, account_id);

-- On which day which account is to be looked at: due_on (work BILLING) and dun_on (REMINDERS) of abo_account once more, by
-- day. Apart, so that a renewal moves this small row and leaves the indexes of abo_account alone.
create table abo_agenda (
    tenant_id          text collate "C" not null,
    work               text collate "C" not null,
    on_day             date not null,
    account_id         text collate "C" not null,
    primary key (tenant_id, work, on_day, account_id)
);

-- The living name and address: changeable, erasable.
create table abo_party (
    tenant_id          text collate "C" not null,
    account_id         text collate "C" not null,
    name               text not null,
    street             text not null,
    postal_code        text not null,
    city               text not null,
    country            char(2) not null,
    language           text not null,
    primary key (tenant_id, account_id)
);

-- The name and address as printed: never changed, deleted when documents need not be kept any longer.
create table abo_document_party (
    tenant_id          text collate "C" not null,
    account_id         text collate "C" not null,
    buyer_version      integer not null,
    name               text not null,
    street             text not null,
    postal_code        text not null,
    city               text not null,
    country            char(2) not null,
    language           text not null,
    primary key (tenant_id, account_id, buyer_version)
);

-- No index holds a column that a renewal changes, and pages keep room: a renewal then touches no index here.
create table abo_subscription (
    tenant_id             text collate "C" not null,
    account_id            text collate "C" not null,
    ordinal               bigint not null,
    shop_reference        text collate "C",
    product               text not null,
    state                 text not null,
    concluded_on          date not null,
    start_on              date not null,
    billed_until_on       date,
    charged_through_on    date not null,
    review_from_on        date,
    announced_through_on  date not null,
    usage_through_on      date not null,
    usage_from_on         date,
    end_on                date,                     -- as agreed (a rest may put it off)
    expires_on            date,
    agreed_end_on         date,
    kept_until_on         date,
    refunding             boolean not null,
    once                  text,                     -- JSON: what is still to be charged once (empty: nothing)
    self_service          text,                     -- JSON
    term_rule             text,                     -- JSON (empty: it never binds)
    term_start_on         date not null,
    term_shifted_days     integer not null,
    add_on_to             bigint,
    ends_with_base        boolean not null,
    beneficiary           text collate "C",
    pause                 text,                     -- JSON
    scheduled             text,                     -- JSON, with the timeline that comes back if it is withdrawn
    primary key (tenant_id, account_id, ordinal)
) with (fillfactor = 50);

create unique index abo_subscription_reference on abo_subscription (tenant_id, account_id, shop_reference)
    where shop_reference is not null;

-- A contract's timeline as agreed, before a rest and the end are taken out: from_on inclusive, to_on exclusive.
create table abo_segment (
    tenant_id          text collate "C" not null,
    account_id         text collate "C" not null,
    subscription       bigint not null,
    from_on            date not null,
    to_on              date,
    terms              text not null,               -- JSON
    primary key (tenant_id, account_id, subscription, from_on)
);

create table abo_line (
    tenant_id          text collate "C" not null,
    account_id         text collate "C" not null,
    volume             integer not null check (volume = ordinal / 64),
    ordinal            bigint not null,
    kind               text not null,
    subscription       bigint,
    description        text not null,
    plan               text,
    phase              text,
    start_on           date,
    end_on             date,                        -- exclusive
    period_days        integer not null,
    quantity           numeric not null,
    unit_price         numeric not null,
    currency           char(3) not null,
    amount_minor       bigint not null,
    tax_category       text,
    supplied_on        date not null,
    terms_key          text not null,
    charge_item        text collate "C",            -- with subscription and the next two: the charge key ('': days)
    charge_first_on    date,
    charge_generation  integer,
    takes_back         bigint,
    trace              text not null,
    document           bigint,                      -- empty while the line waits for one, as are the columns below
    position           integer,
    tax_treatment      text,
    tax_percent        numeric,
    net_minor          bigint,
    tax_minor          bigint,
    gross_minor        bigint,
    primary key (tenant_id, volume, account_id, ordinal)
);

-- No day is billed twice, nor is anything else that may be charged once only. Also finds what is billed of a contract: the
-- first column is a drawer, 0 to 15, one for each year (of 366 days), used again after sixteen years. All are looked into.
create unique index abo_line_charge
    on abo_line (tenant_id, (abs((charge_first_on - date '2000-01-01') / 366) % 16), account_id, subscription,
        charge_item, charge_first_on, charge_generation)
    where charge_first_on is not null;
-- The lines of a document, by the volume of that.
create index abo_line_document on abo_line (tenant_id, (cast(document / 64 as integer)), account_id, document);
-- Those that wait for one, few at any time: every renewal asks for them, and must not look among all there ever were.
create index abo_line_waiting on abo_line (tenant_id, account_id) where document is null;
-- What was given back of a line.
create index abo_line_takes_back on abo_line (tenant_id, account_id, takes_back) where takes_back is not null;

create table abo_document (
    tenant_id               text collate "C" not null,
    account_id              text collate "C" not null,
    volume                  integer not null check (volume = ordinal / 64),
    ordinal                 bigint not null,
    type                    text not null,
    state                   text not null,
    payment_method          text not null,
    price_basis             text not null,
    planned_on              date not null,
    finalize_on             date not null,
    issued_on               date,
    due_on                  date,
    catalog_version         integer not null,
    settings_version        integer not null,
    buyer_version           integer not null,
    buyer_vat_id            text,
    corrects                bigint,
    pay_out                 text not null,
    subscriptions           text not null,          -- JSON: ordinals
    taxes                   text not null,          -- JSON
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
    reminded                text,                   -- JSON (empty: nothing)
    is_open                 boolean not null,       -- a draft, or something is still to be paid
    primary key (tenant_id, volume, account_id, ordinal)
) with (fillfactor = 80);

create index abo_document_open on abo_document (tenant_id, account_id) where is_open;

-- The printed numbers. Written last in a transaction, because the row of the series stays locked to its end.
create table abo_document_number (
    tenant_id          text collate "C" not null,
    series             text collate "C" not null,
    counter            bigint not null,
    number             text collate "C" not null,
    account_id         text collate "C" not null,
    volume             integer not null check (volume = document / 64),
    document           bigint not null,
    primary key (tenant_id, number),
    unique (tenant_id, volume, account_id, document)
);

create table abo_series (
    tenant_id          text collate "C" not null,
    series             text collate "C" not null,
    last_counter       bigint not null,
    primary key (tenant_id, series)
);

-- Money that is collected, or given back where refunds names the attempt that collected it.
create table abo_attempt (
    tenant_id          text collate "C" not null,
    account_id         text collate "C" not null,
    volume             integer not null check (volume = document / 64),
    ordinal            bigint not null,
    document           bigint not null,
    attempt_number     integer not null,
    refunds            bigint,
    payment_method     text not null,
    amount_minor       bigint not null,
    currency           char(3) not null,
    idempotency_key    text collate "C" not null,   -- environment/account/document/attempt_number: a gateway's notice names it
    state              text not null,
    live_document      bigint,                      -- the document, while the attempt is live and collects
    live_refund        bigint,                      -- the document, while the attempt is live and gives back
    unresolved         boolean not null,            -- the state, apart: an index of the state would be written by every step
    send_on            date not null,
    collect_on         date not null,
    next_at            timestamptz,
    claim_on           date,                        -- not after next_at, and the same before and after it is sent
    sent_at            timestamptz,
    outcome_on         date,
    gateway_reference  text,
    code               text,
    primary key (tenant_id, volume, account_id, document, attempt_number)
) with (fillfactor = 50);

-- One live attempt that collects for a document; of those that give back there may be several.
create unique index abo_attempt_live on abo_attempt (tenant_id, account_id, live_document)
    where live_document is not null;
create index abo_attempt_live_refund on abo_attempt (tenant_id, account_id, live_refund) where live_refund is not null;
-- By a day that marking an attempt as sent leaves as it is: so marking touches no index.
create index abo_attempt_claim on abo_attempt (tenant_id, claim_on, account_id) where claim_on is not null;
create index abo_attempt_unresolved on abo_attempt (tenant_id, account_id, ordinal) where unresolved;

-- The books of the account, only ever added to.
create table abo_posting (
    tenant_id            text collate "C" not null,
    account_id           text collate "C" not null,
    volume               integer not null check (volume = ordinal / 64),
    ordinal              bigint not null,
    kind                 text not null,
    booked_on            date not null,
    document             bigint,
    attempt              bigint,
    currency             char(3) not null,
    money_minor          bigint not null,
    open_lowered_minor   bigint not null,
    credit_raised_minor  bigint not null,
    primary key (tenant_id, volume, account_id, ordinal)
);

create table abo_access (
    tenant_id          text collate "C" not null,
    account_id         text collate "C" not null,
    subscription       bigint not null,
    product            text not null,
    beneficiary        text collate "C",            -- the account that may use it instead
    policy             text not null,
    released           boolean not null,
    waits_for          bigint,
    reason             text not null,
    since_on           date not null,
    until_on           date,
    primary key (tenant_id, account_id, subscription)
) with (fillfactor = 80);

-- What may be used because others pay for it.
create index abo_access_beneficiary on abo_access (tenant_id, beneficiary, account_id, subscription)
    where beneficiary is not null;

-- What was used of a unit in a period, all records taken together: end_on exclusive. A row is read with its account as
-- long as something may become of it, that is until read_until_on (exclusive): the day its period closes, or for ever
-- while something is not charged. So reading does not grow with the age of a contract.
create table abo_usage (
    tenant_id          text collate "C" not null,
    account_id         text collate "C" not null,
    subscription       bigint not null,
    unit               text collate "C" not null,
    start_on           date not null,
    end_on             date not null,
    quantity           numeric not null,
    last_at            timestamptz not null,
    currency           char(3) not null,
    billed_minor       bigint not null,
    discounted_minor   bigint not null,
    ratings            integer not null,
    closes_on          date not null,
    settled            boolean not null,
    read_until_on      date not null,
    primary key (tenant_id, account_id, subscription, unit, start_on)
) with (fillfactor = 70);

create index abo_usage_read on abo_usage (tenant_id, account_id, read_until_on);

-- The records that were told, each counted once; deleted after their period closed.
create table abo_usage_record (
    tenant_id          text collate "C" not null,
    account_id         text collate "C" not null,
    subscription       bigint not null,
    record_id          text collate "C" not null,
    unit               text not null,
    quantity           numeric not null,
    used_at            timestamptz not null,
    closes_on          date not null,
    primary key (tenant_id, account_id, subscription, record_id)
);

create index abo_usage_record_closes on abo_usage_record (tenant_id, account_id, closes_on);

-- How often discounts were granted that may be granted so often only.
create table abo_redemption (
    tenant_id          text collate "C" not null,
    discount           text collate "C" not null,
    used               integer not null,
    primary key (tenant_id, discount)
) with (fillfactor = 70);

-- What happened, only ever added to.
create table abo_event (
    tenant_id          text collate "C" not null,
    account_id         text collate "C" not null,
    volume             integer not null check (volume = ordinal / 64),
    ordinal            bigint not null,
    type               text not null,
    happened_on        date not null,
    recorded_at        timestamptz not null,
    about              text not null,
    amount_minor       bigint,
    currency           char(3),
    details            text,                        -- JSON
    actor              text not null,
    primary key (tenant_id, volume, account_id, ordinal)
);

-- The last event of each account, fresh until it was handed out to the subscribers.
create table abo_outbox (
    tenant_id          text collate "C" not null,
    account_id         text collate "C" not null,
    last_event         bigint not null,
    fresh              boolean not null,
    primary key (tenant_id, account_id)
) with (fillfactor = 50);

create index abo_outbox_fresh on abo_outbox (tenant_id, account_id) where fresh;

-- Who is handed out to. Enters here once it has caught up with all events there are.
create table abo_subscriber (
    tenant_id          text collate "C" not null,
    subscriber         text collate "C" not null,
    caught_up          boolean not null,            -- and has found nothing missing once more after it entered
    primary key (tenant_id, subscriber)
);

-- How far a subscriber has come in the events of an account.
create table abo_delivery (
    tenant_id          text collate "C" not null,
    account_id         text collate "C" not null,
    subscriber         text collate "C" not null,
    position           bigint not null,             -- the last event it has seen
    last_event         bigint not null,             -- the last event handed out to it
    next_at            timestamptz,                 -- may be claimed from then on (empty: it has seen all)
    failures           integer not null,
    primary key (tenant_id, account_id, subscriber)
) with (fillfactor = 70);

create index abo_delivery_next on abo_delivery (tenant_id, subscriber, next_at, account_id) where next_at is not null;

create table abo_parked_event (
    tenant_id          text collate "C" not null,
    account_id         text collate "C" not null,
    subscriber         text collate "C" not null,
    ordinal            bigint not null,
    error              text not null,
    primary key (tenant_id, account_id, subscriber, ordinal)
);

create index abo_parked_event_subscriber on abo_parked_event (tenant_id, subscriber, account_id, ordinal);

create table abo_credit_assessment (
    tenant_id          text collate "C" not null,
    account_id         text collate "C" not null,
    payment_method     text not null,
    verdict            text not null,
    methods            text not null,               -- JSON
    limit_minor        bigint,
    limit_currency     char(3),
    reason_codes       text not null,               -- JSON
    checked_on         date not null,
    valid_until_on     date not null,
    primary key (tenant_id, account_id, payment_method)
);

-- Commands that carried a request key.
create table abo_request (
    tenant_id          text collate "C" not null,
    account_id         text collate "C" not null,
    request_key        text collate "C" not null,
    fingerprint        text not null,
    result             text not null,
    primary key (tenant_id, account_id, request_key)
);

-- Notices of gateways that were seen: each counts once, whatever account it is about.
create table abo_notice (
    tenant_id          text collate "C" not null,
    gateway            text collate "C" not null,
    notice_id          text collate "C" not null,
    account_id         text collate "C" not null,
    noted_at           timestamptz not null,
    primary key (tenant_id, gateway, notice_id)
);

-- Accounts that are set aside. Not in the account's row, which somebody else may keep locked.
create table abo_broken_account (
    tenant_id          text collate "C" not null,
    account_id         text collate "C" not null,
    error              text not null,
    failures           integer not null,
    next_try_at        timestamptz not null,
    primary key (tenant_id, account_id)
);

create table abo_catalog_version (
    tenant_id          text collate "C" not null,
    version            integer not null,
    valid_from_on      date not null,
    fingerprint        char(64) not null,           -- SHA-256 of the content
    content            text not null,               -- JSON
    primary key (tenant_id, version),
    unique (tenant_id, fingerprint)
);

create table abo_settings_version (
    tenant_id          text collate "C" not null,
    version            integer not null,
    valid_from_on      date not null,
    fingerprint        char(64) not null,           -- SHA-256 of the content
    content            text not null,               -- JSON
    primary key (tenant_id, version),
    unique (tenant_id, fingerprint)
);

create table abo_environment (
    tenant_id          text collate "C" not null,
    environment        text not null,
    primary key (tenant_id)
);

-- Each script writes itself down here, whatever tool runs it.
create table abo_schema_history (
    version            integer not null,
    script             text not null,
    applied_at         timestamptz not null,
    primary key (version)
);

insert into abo_schema_history (version, script, applied_at) values (1, 'V1__base.sql', current_timestamp);
