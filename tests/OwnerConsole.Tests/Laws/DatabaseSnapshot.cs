using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Npgsql;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Laws;

/// <summary>What stands in the tables, all of them: nobody picks the field that a law looks at.</summary>
public sealed partial record DatabaseSnapshot(IReadOnlyList<string> Rows)
{
    /// <summary>Moves by itself: the log's order and its proof, the workers' clocks, what was told, how often an application that is silent was asked, when a key was last used, and money that is counted from the facts.</summary>
    private static readonly string[] Moving =
    [
        "core.folding",
        "core.money_dirt",
        "movements.book",
        "movements.movements",
        "movements.mrr_month",
        "movements.standing",
        "core.log_order",
        "core.log_checkpoints",
        "core.log_key",
        "core.sequencer",
        "core.status_counts",
        "core.status_moves",
        "core.cursors",
        "entitlements.reported_counted",
        "entitlements.reported_stale",
        "work.lanes",
        "work.items",
        "webhooks.deliveries",
        "webhooks.attempts",
        "webhooks.health",
        "core.letter_attempts",
        "mails.anchored",
        "connectors.cursors",
        "connectors.states",
        "connectors.refused",
        "migrations.applied",
    ];

    /// <summary>What the clock writes: of the letters one, and of the log's lines the one of an application that was silent for minutes.</summary>
    private static readonly string[] ByTheClock = ["\"template\":\"log.checkpoint\"", "The application stopped responding and is asked again"];

    private static readonly string[] MovingFields = ["last_used_at", "failing_since", "delivered_at", "attempts", "why", "offers", "heard_at"];

    private static readonly string[] Previews = ["core.previews", "core.preview_subjects"];

    /// <summary>Says what was done, not how things stand now. Names are kept so that it can be said later too.</summary>
    private static readonly string[] History =
    [
        "core.log",
        "core.runs",
        "core.run_subjects",
        "core.idempotency_keys",
        "core.things",
        "entitlements.credit_movements",
    ];

    /// <summary>Which run opened a row, and since when: undoing brings the fact back, not the run.</summary>
    private static readonly string[] Bookkeeping = ["revision", "opened_by", "opened_at", "from_at", "revoked_by"];

    /// <summary>A row that one of these fields closed tells of the past.</summary>
    private static readonly string[] Closing = ["closed_by", "closed_at", "ended_at", "revoked_at", "to_at"];

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Every row of every table, previews aside.</summary>
    public static Task<DatabaseSnapshot> ReadAll(TestConsole console) => Read(console, [.. Moving, .. Previews], MovingFields, []);

    /// <summary>How things stand: open rows of all tables that carry state, without the runs that opened them.</summary>
    public static Task<DatabaseSnapshot> ReadCurrent(TestConsole console) =>
        Read(console, [.. Moving, .. Previews, .. History], [.. MovingFields, .. Bookkeeping], Closing);

    /// <summary>An answer of the API, each row of a list for itself, without what tells of the past and without the runs.</summary>
    public static IEnumerable<string> ReadCurrent(string address, string json)
    {
        var answer = Now(JsonNode.Parse(json));
        var rows = (answer as JsonObject)?["data"] as JsonArray ?? [answer?.DeepClone()];
        return rows.Select(row => $"{address} {row?.ToJsonString(Plain)}");
    }

    /// <returns>the rows that are in this one and not in the other</returns>
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

    /// <summary>A word or a number that an effect promises is found in a row that changed.</summary>
    public static bool Shows(IReadOnlyList<string> rows, object? value) =>
        value is not JsonElement { ValueKind: JsonValueKind.String or JsonValueKind.Number } said
        || rows.Any(row => row.Contains(said.ToString(), StringComparison.Ordinal));

    /// <summary>Without what tells one subject, run or moment from another.</summary>
    public static DatabaseSnapshot Alike(IEnumerable<string> rows) => new([.. rows.Select(row => Unlike().Replace(row, "…"))]);

    private static JsonNode? Now(JsonNode? node) =>
        node switch
        {
            JsonObject row when Closing.Any(field => row[field] is not null) => null,
            JsonObject row => new JsonObject(
                row.Where(member => !Bookkeeping.Contains(member.Key) && !MovingFields.Contains(member.Key) && member.Key != "waiting") // pieces of work come and go
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
        await command.PrepareAsync(); // planning two hundred tables takes longer than reading them
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            if (reader.GetString(0) is var row && !ByTheClock.Any(words => row.Contains(words, StringComparison.Ordinal)))
                rows.Add(row);
        return new(rows);
    }

    /// <summary>One statement over all tables and their columns, whichever there are today.</summary>
    private static async Task<string> Query(NpgsqlConnection super, string[] withoutTables, string[] withoutFields, string[] closing)
    {
        await using var command = new NpgsqlCommand(
            """
            select string_agg(format('select %L || row_to_json(r) from (select %s from %I.%I%s) r', name || ' ', kept, nspname, relname, ' where ' || still), ' union all ')
              from (select c.oid::regclass::text as name, n.nspname, c.relname,
                           string_agg(quote_ident(attname), ', ' order by attnum) filter (where attname <> all (@fields)) as kept,
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
