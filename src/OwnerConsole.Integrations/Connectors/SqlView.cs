namespace OwnerConsole.Integrations.Connectors;

/// <summary>One of the three views to create in your database. docs/guides/sql-views.md contains their definitions.</summary>
/// <param name="Name">Fixed name, so that statements contain no identifiers from users.</param>
/// <param name="Key">Column that identifies a row.</param>
/// <param name="PageSize">Rows per page.</param>
public sealed record SqlView(string Name, string Key, int PageSize, IReadOnlyList<ViewColumn> Columns)
{
    /// <summary>Column of every view with the time of a row's last change.</summary>
    public const string Cursor = "cursor";

    private static readonly ViewColumn s_cursor = new(Cursor, ColumnKind.Instant, true, "time of the last change, used to find new rows");

    public static readonly SqlView Tenants = new(
        "owner_console_tenants",
        "external_id",
        500,
        [
            new("external_id", ColumnKind.Text, true, "your tenant id"),
            new("name", ColumnKind.Text, false, "tenant name"),
            new("contact_email", ColumnKind.Text, false, "contact email"),
            new("owner_external_id", ColumnKind.Text, false, "your id of the owner"),
            new("owner_name", ColumnKind.Text, false, "name of the owner"),
            new("lifecycle", ColumnKind.Text, false, "trial, active or cancelled"),
            new("trial_ends_at", ColumnKind.Instant, false, "end of the trial"),
            new("opened_at", ColumnKind.Instant, false, "sign-up time"),
            new("plan_items", ColumnKind.Json, false, "current plans"),
            new("country", ColumnKind.Text, false, "country, ISO 3166-1 alpha-2"),
            new("time_zone", ColumnKind.Text, false, "time zone, IANA name"),
            new("source", ColumnKind.Text, false, "acquisition source"),
            new("campaign", ColumnKind.Text, false, "campaign"),
            new("referrer", ColumnKind.Text, false, "referrer"),
            new("attributes", ColumnKind.Json, false, "custom attributes, by name"),
            new("stripe_customer_ids", ColumnKind.Json, false, "Stripe customer ids"),
            s_cursor,
        ]
    );

    public static readonly SqlView Members = new(
        "owner_console_members",
        "external_id",
        500,
        [
            new("external_id", ColumnKind.Text, true, "your user id"),
            new("tenant_external_id", ColumnKind.Text, true, "your tenant id"),
            new("name", ColumnKind.Text, false, "name"),
            new("email", ColumnKind.Text, false, "email address"),
            new("role", ColumnKind.Text, false, "role in the tenant"),
            new("support_number", ColumnKind.Text, false, "support number, #U and nine digits"),
            new("last_seen_at", ColumnKind.Instant, false, "last activity"),
            new("joined_at", ColumnKind.Instant, false, "time of joining"),
            new("left_at", ColumnKind.Instant, false, "time of leaving; null for current users"),
            new("language", ColumnKind.Text, false, "language, BCP 47"),
            new("time_zone", ColumnKind.Text, false, "time zone, IANA name"),
            new("phone", ColumnKind.Text, false, "phone number, E.164"),
            new("attributes", ColumnKind.Json, false, "custom attributes, by name"),
            s_cursor,
        ]
    );

    public static readonly SqlView Events = new(
        "owner_console_events",
        "id",
        1000,
        [
            new("id", ColumnKind.Text, true, "your event id, used to detect duplicates"),
            new("type", ColumnKind.Text, true, "event type"),
            new("tenant_external_id", ColumnKind.Text, true, "your tenant id"),
            new("member_external_id", ColumnKind.Text, false, "your user id"),
            new("time", ColumnKind.Instant, true, "time of the event"),
            new("source", ColumnKind.Text, false, "source in your application; part of the event's identity"),
            new("data", ColumnKind.Json, false, "event properties, used by meters"),
            s_cursor,
        ]
    );

    /// <summary>All views in the order they are read, so that referenced rows are read first.</summary>
    public static readonly IReadOnlyList<SqlView> All = [Tenants, Members, Events];
}
