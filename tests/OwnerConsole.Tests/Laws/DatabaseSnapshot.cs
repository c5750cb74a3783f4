using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Npgsql;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Laws;

/// <summary>The content of all tables, so that a law covers every field.</summary>
public sealed partial record DatabaseSnapshot(IReadOnlyList<string> Rows)
{
    /// <summary>Tables that change without an operation: order and proof of the log, timers of workers and durations of their jobs, rows deleted by retention, deliveries of webhooks and channels, results of probes and SLAs, sizes of the database, rows of imports, alerts, reported errors, likely duplicates, polls of silent applications, last use of keys, and revenue, differences, steps of dunning and numbers of messages that follow from the facts.</summary>
    private static readonly string[] Moving =
    [
        "core.projection",
        "core.stale_days",
        "core.stale_revenue",
        "movements.settings",
        "movements.movements",
        "movements.mrr_month",
        "movements.balances",
        "movements.currencies",
        "movements.differences",
        "movements.month_differences",
        "movements.unconverted",
        "movements.restatement_changes",
        "movements.restatement_figures",
        "dunning.cases",
        "dunning.pauses",
        "dunning.steps",
        "analytics.settings",
        "analytics.stale_tenants",
        "analytics.cohort_tenants",
        "analytics.cohort_cells",
        "analytics.tenant_mrr",
        "core.retention_days",
        "core.log_order",
        "core.log_checkpoints",
        "core.log_key",
        "core.sequencer",
        "core.status_counts",
        "core.status_changes",
        "core.cursors",
        "entitlements.reported_counted",
        "entitlements.reported_stale",
        "work.lanes",
        "work.items",
        "work.durations",
        "stripe.call_durations",
        "stripe.webhook_delays",
        "webhooks.deliveries",
        "webhooks.attempts",
        "webhooks.health",
        "channels.messages",
        "channels.pace",
        "agreements.days",
        "agreements.impacts",
        "agreements.incidents",
        "agreements.periods",
        "agreements.results",
        "alerts.alerts",
        "alerts.episodes",
        "alerts.groups",
        "alerts.notifications",
        "alerts.readings",
        "alerts.rule_events",
        "duplicates.keys",
        "duplicates.pairs",
        "duplicates.skipped_keys",
        "duplicates.stale",
        "duplicates.stale_cards",
        "duplicates.sweep",
        "errors.affected",
        "errors.events",
        "errors.groups",
        "errors.hours",
        "errors.operations",
        "errors.releases",
        "errors.versions",
        "errors.deploys",
        "errors.sightings",
        "errors.users",
        "objectives.indicators",
        "objectives.totals",
        "probes.states",
        "status_pages.component_states",
        "probes.state_changes",
        "probes.rollups",
        "probes.latencies",
        "probes.storage_sizes",
        "probes.part_states",
        "core.email_attempts",
        "emails.checkpoint_emails",
        "connectors.cursors",
        "connectors.states",
        "connectors.rejected_rows",
        "stripe.checks",
        "stripe.backfills",
        "stripe.objects",
        "reconciliation.candidates",
        "reconciliation.checks",
        "reconciliation.findings",
        "reconciliation.run_lists",
        "reconciliation.seen_objects",
        "reconciliation.stale_tenants",
        "imports.imports",
        "imports.rows",
        "notifications.counts",
        "automations.messages",
        "automations.runs",
        "automations.counts",
        "migrations.applied",
    ];

    /// <summary>Rows that depend on time: emails and log entries of background work, the log entry about an application that was silent for minutes, and names of differences and of likely duplicates.</summary>
    private static readonly string[] ByTheClock =
    [
        "\"template\":\"log.checkpoint\"",
        "\"template\":\"dunning.",
        "\"event\":\"dunning.step_reached\"",
        "The application stopped responding and receives another request",
        "\"kind\":\"finding\"",
        "\"kind\":\"duplicate\"",
    ];

    private static readonly string[] MovingFields =
    [
        "last_used_at",
        "failing_since",
        "delivered_at",
        "attempts",
        "error",
        "offers",
        "responded_at",
        "core.erasures.copied_at", // by the backup of the ledger
        "core.emails.reason", // these three of the last attempt to deliver
        "core.emails.version",
        "core.emails.language",
        "core.tenants.urgency", // calculated from the facts
        "core.tenants.mrr",
        "movements.restatements.applied_at",
        "movements.restatements.reached",
    ];

    private static readonly string[] Previews = ["core.previews", "core.preview_subjects"];

    /// <summary>Tables of history instead of current state. Names are included because they are only stored for history.</summary>
    private static readonly string[] History =
    [
        "core.log",
        "core.runs",
        "core.run_subjects",
        "core.idempotency_keys",
        "core.entity_names",
        "entitlements.credit_movements",
    ];

    /// <summary>Fields with the run and the time that opened a row: undo restores the fact, not the run.</summary>
    private static readonly string[] Bookkeeping = ["revision", "opened_by", "opened_at", "restored_at", "from_at", "revoked_by", "replayed_by"];

    /// <summary>A row with one of these fields set is history.</summary>
    private static readonly string[] Closing = ["closed_by", "closed_at", "ended_at", "revoked_at", "to_at"];

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads every row of every table except previews.</summary>
    public static Task<DatabaseSnapshot> ReadAll(TestConsole console) => Read(console, [.. Moving, .. Previews], MovingFields, []);

    /// <summary>Reads the current state: open rows of all tables with state, without the runs that opened them.</summary>
    public static Task<DatabaseSnapshot> ReadCurrent(TestConsole console) =>
        Read(console, [.. Moving, .. Previews, .. History], [.. MovingFields, .. Bookkeeping], Closing);

    /// <summary>Reads a response of the API, each row of a list separately, without history and runs.</summary>
    public static IEnumerable<string> ReadCurrent(string address, string json)
    {
        var answer = Now(JsonNode.Parse(json));
        var rows = (answer as JsonObject)?["data"] as JsonArray ?? [answer?.DeepClone()];
        return rows.Select(row => $"{address} {row?.ToJsonString(Plain)}");
    }

    /// <returns>The rows of this snapshot that the other doesn't have.</returns>
    public IReadOnlyList<string> Except(DatabaseSnapshot other)
    {
        var known = other.Rows.GroupBy(row => row, StringComparer.Ordinal).ToDictionary(rows => rows.Key, rows => rows.Count(), StringComparer.Ordinal);
        return [.. Rows.Where(row => !known.TryGetValue(row, out var left) || (known[row] = left - 1) < 0)];
    }

    public void ShouldEqual(DatabaseSnapshot other)
    {
        Except(other).ShouldBeEmpty("these came");
        other.Except(this).ShouldBeEmpty("these went");
    }

    /// <summary>Whether a value promised by an effect appears in a changed row.</summary>
    public static bool Shows(IReadOnlyList<string> rows, object? value) =>
        value is not JsonElement { ValueKind: JsonValueKind.String or JsonValueKind.Number } said
        || rows.Any(row => row.Contains(said.ToString(), StringComparison.Ordinal));

    /// <summary>Replaces values that differ between subjects, runs and times.</summary>
    public static DatabaseSnapshot Alike(IEnumerable<string> rows) => new([.. rows.Select(row => Unlike().Replace(row, "…"))]);

    private static JsonNode? Now(JsonNode? node) =>
        node switch
        {
            JsonObject row when Closing.Any(field => row[field] is not null) => null,
            JsonObject row => new JsonObject(
                row.Where(member => !Bookkeeping.Contains(member.Key) && !MovingFields.Contains(member.Key) && member.Key != "waiting") // Pending work comes and goes.
                    .Select(member => KeyValuePair.Create(member.Key, Now(member.Value)))
            ),
            JsonArray rows => new JsonArray([
                .. rows.Select(row => (Was: row, Is: Now(row))).Where(row => row.Was is null || row.Is is not null).Select(row => row.Is),
            ]),
            _ => node?.DeepClone(),
        };

    private static async Task<DatabaseSnapshot> Read(TestConsole console, string[] withoutTables, string[] withoutFields, string[] closing)
    {
        await using var super = await TestCluster.Current.OpenAsSuper(console.Options.Connections);
        await using var command = new NpgsqlCommand(await Query(super, withoutTables, withoutFields, closing), super);
        await command.PrepareAsync(); // Planning two hundred tables takes longer than reading them.
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            if (reader.GetString(0) is var row && !ByTheClock.Any(words => row.Contains(words, StringComparison.Ordinal)))
                rows.Add(row);
        return new(rows);
    }

    /// <summary>Builds one statement over all current tables and their columns.</summary>
    private static async Task<string> Query(NpgsqlConnection super, string[] withoutTables, string[] withoutFields, string[] closing)
    {
        await using var command = new NpgsqlCommand(
            """
            select string_agg(format('select %L || row_to_json(r) from (select %s from %I.%I%s) r', name || ' ', kept, nspname, relname, ' where ' || still), ' union all ')
              from (select c.oid::regclass::text as name, n.nspname, c.relname,
                           string_agg(quote_ident(attname), ', ' order by attnum) filter (where attname <> all (@fields) and c.oid::regclass || '.' || attname <> all (@fields)) as kept,
                           string_agg(quote_ident(attname) || ' is null', ' and ') filter (where attname = any (@closing)) as still
                      from pg_class c
                      join pg_namespace n on n.oid = c.relnamespace
                      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                     where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') and c.oid::regclass::text <> all (@tables)
                     group by c.oid, n.nspname, c.relname) t
             where kept is not null
            """,
            super
        );
        command.Parameters.AddWithValue("tables", withoutTables);
        command.Parameters.AddWithValue("fields", withoutFields);
        command.Parameters.AddWithValue("closing", closing);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    [GeneratedRegex(
        @"[a-z]{3}_[0-9a-z]{26}|(?:quell|QUELL)\d+|[Tt]enant \w{4}\b|#U\d{9}|\\\\x[0-9a-f]+|""short_id"": ?""\w+""|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Unlike();
}
