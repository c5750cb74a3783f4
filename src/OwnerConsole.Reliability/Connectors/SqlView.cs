namespace OwnerConsole.Reliability.Connectors;

/// <summary>One of the three views that an owner makes in a database of their own; docs/connect.md has their definitions.</summary>
/// <param name="Name">fixed: no identifier of a statement comes from outside</param>
/// <param name="Key">the column that tells its rows apart</param>
/// <param name="AtOnce">rows of a page</param>
public sealed record SqlView(string Name, string Key, int AtOnce, IReadOnlyList<ViewColumn> Columns)
{
    /// <summary>In each: when the row changed last.</summary>
    public const string Cursor = "cursor";

    private static readonly ViewColumn s_cursor = new(Cursor, ColumnKind.Instant, true, "when the row changed last: what it is read by");

    public static readonly SqlView Tenants = new(
        "owner_console_tenants",
        "external_id",
        500,
        [
            new("external_id", ColumnKind.Text, true, "your id of the tenant"),
            new("name", ColumnKind.Text, false, "its name"),
            new("contact_email", ColumnKind.Text, false, "whom to write to"),
            new("owner_external_id", ColumnKind.Text, false, "your id of its owner"),
            new("owner_name", ColumnKind.Text, false, "its owner's name"),
            new("lifecycle", ColumnKind.Text, false, "trial, active or cancelled"),
            new("trial_ends_at", ColumnKind.Instant, false, "the trial's end"),
            new("opened_at", ColumnKind.Instant, false, "when it signed up"),
            new("plan_items", ColumnKind.Json, false, "the plans it holds"),
            new("country", ColumnKind.Text, false, "its country, by ISO 3166-1 alpha-2"),
            new("time_zone", ColumnKind.Text, false, "an IANA name"),
            new("source", ColumnKind.Text, false, "where it came from"),
            new("campaign", ColumnKind.Text, false, "the campaign that brought it"),
            new("referrer", ColumnKind.Text, false, "who referred it"),
            new("attributes", ColumnKind.Json, false, "your own attributes, by name"),
            new("stripe_customer_ids", ColumnKind.Json, false, "its customers at Stripe"),
            s_cursor,
        ]
    );

    public static readonly SqlView Members = new(
        "owner_console_members",
        "external_id",
        500,
        [
            new("external_id", ColumnKind.Text, true, "your id of the person"),
            new("tenant_external_id", ColumnKind.Text, true, "your id of the tenant"),
            new("name", ColumnKind.Text, false, "the person's name"),
            new("email", ColumnKind.Text, false, "the person's e-mail address"),
            new("role", ColumnKind.Text, false, "the role in the tenant"),
            new("support_number", ColumnKind.Text, false, "#U and nine digits"),
            new("last_seen_at", ColumnKind.Instant, false, "when the person was there last"),
            new("joined_at", ColumnKind.Instant, false, "when the person joined"),
            new("left_at", ColumnKind.Instant, false, "when the person left; null for a person who belongs to the tenant"),
            s_cursor,
        ]
    );

    public static readonly SqlView Events = new(
        "owner_console_events",
        "id",
        1000,
        [
            new("id", ColumnKind.Text, true, "your id of the event: the same is the same event"),
            new("type", ColumnKind.Text, true, "what happened"),
            new("tenant_external_id", ColumnKind.Text, true, "your id of the tenant"),
            new("member_external_id", ColumnKind.Text, false, "your id of the person"),
            new("time", ColumnKind.Instant, true, "when it happened"),
            new("source", ColumnKind.Text, false, "which part of your application says it; with id the event's identity"),
            new("data", ColumnKind.Json, false, "what a meter reads"),
            s_cursor,
        ]
    );

    /// <summary>In the order they are read: what a row names was read before it.</summary>
    public static readonly IReadOnlyList<SqlView> All = [Tenants, Members, Events];
}
