using System.Globalization;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using OwnerConsole.Bench.Loads;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Bench.Scenarios;

/// <summary>Ingestion of events and their projection to the read models, compared with a COPY of the same number of plain rows.</summary>
internal static class IngestScenarios
{
    private const int EventsPerBatch = 1_000;
    private const int EventsPerRequest = 100;
    private const int EventsPerProjection = 20_000;
    private const int Connections = 2; // of the COPY: one per core

    private static readonly Caller s_app = new("key_bench", CallerKind.Key, ["*"], Mode.Live);
    private static readonly SemaphoreSlim s_copies = new(Connections);
    private static readonly JsonElement s_red = Json.Element(new { minutes = 1, room = "red" });
    private static readonly JsonElement s_blue = Json.Element(new { minutes = 1, room = "blue" });
    private static readonly JsonElement s_session = Json.Element(new { duration_seconds = 900 });
    private static long s_sent;

    public static readonly Scenario Deduplicated = new(
        "B1",
        "ingest",
        "1,000 events ingested with deduplication, with ids from the SDK ÷ COPY of 1,000 rows",
        0.4,
        async (console, quick) =>
        {
            await Fill(console, quick);
            return new(() => Copy(console, EventsPerBatch), () => Ingest(console, NewEvents(EventsPerBatch, "activity")), Callers: 8);
        }
    )
    {
        MayBeGrown = true,
    };

    public static readonly Scenario Unordered = new(
        "B1",
        "ingest-any",
        "the same with ids that are not time-ordered",
        0.4,
        async (console, quick) =>
        {
            await Fill(console, quick);
            return new(
                () => Copy(console, EventsPerBatch),
                () => Ingest(console, NewEvents(EventsPerBatch, "activity", number => number.ToString(CultureInfo.InvariantCulture))),
                Callers: 8
            );
        }
    )
    {
        MayBeGrown = true,
    };

    public static readonly Scenario Metered = new(
        "B2",
        "metered",
        "1,000 events ingested and counted by an enforced meter ÷ COPY of 1,000 rows",
        0.25,
        async (console, quick) =>
        {
            await Fill(console, quick);
            long batches = 0;
            var before = await Counted(console);
            return new(
                () => Copy(console, EventsPerBatch),
                async () =>
                {
                    var events = NewEvents(EventsPerBatch, "class.booked");
                    var sent = Interlocked.Increment(ref batches);
                    await Ingest(console, events);
                    if (sent % 10 == 0)
                        await Ingest(console, events); // a tenth is sent again
                },
                Callers: 8
            )
            {
                Also = async () =>
                {
                    var counted = await Counted(console) - before;
                    return (counted == batches * EventsPerBatch, $"{batches * EventsPerBatch:N0} different events, {counted:N0} counted.");
                },
            };
        }
    )
    {
        MayBeGrown = true,
    };

    public static readonly Scenario OverHttp = new(
        "B3",
        "http",
        "100 events per HTTP request, answered after the commit ÷ 100 events ingested in-process",
        0.3,
        async (console, quick) =>
        {
            await Fill(console, quick);
            var keys = await console.Keys(64);
            return new(
                CallLoad.Repeat(() => Ingest(console, NewEvents(EventsPerRequest, "class.booked")), callers: 16),
                Wrk.Ask(console.Address, Posting(keys))
            );
        }
    )
    {
        MayBeGrown = true,
    };

    public static readonly Scenario Fold = ProjectionScenario(
        "fold",
        "20,000 events processed into the read models ÷ 20,000 events ingested",
        many => NewEvents(many, "class.booked")
    );

    public static readonly Scenario FoldMixed = ProjectionScenario(
        "fold-mixed",
        "20,000 events, 10% sessions and 20% member activity, processed ÷ ingested",
        Mixed
    );

    private static Scenario ProjectionScenario(string name, string says, Func<int, IReadOnlyList<ParsedEvent>> some) =>
        new(
            "B4",
            name,
            says,
            1,
            async (console, quick) =>
            {
                await Fill(console, quick);
                var projection = console.Get<EventProjection>();
                async Task ProjectAll()
                {
                    while (await projection.ProjectNext(CancellationToken.None)) { }
                }
                async Task IngestAll() =>
                    await Task.WhenAll(Enumerable.Range(0, EventsPerProjection / EventsPerBatch).Select(_ => Ingest(console, some(EventsPerBatch))));
                return new(IngestAll, ProjectAll, Callers: 1, Before: ProjectAll, BeforeOurs: IngestAll)
                {
                    Also = async () =>
                    {
                        await ProjectAll();
                        while (await console.Get<MeterCounters>().Compact(CancellationToken.None)) { } // folds the meter deltas of the rounds
                        await Folds(console).StartAsync(CancellationToken.None);
                        return await Lag(console, some, TimeSpan.FromSeconds(quick ? 3 : 20));
                    },
                };
            }
        )
        {
            MayBeGrown = true,
        };

    /// <summary>Measures how long the oldest event waits for its projection at 20,000 events a second.</summary>
    private static async Task<(bool, string)> Lag(BenchConsole console, Func<int, IReadOnlyList<ParsedEvent>> some, TimeSpan time)
    {
        var lags = new List<double>();
        var began = TimeProvider.System.GetTimestamp();
        var sent = 0L;
        while (TimeProvider.System.GetElapsedTime(began) is var elapsed && elapsed < time)
        {
            var due = (long)(elapsed.TotalSeconds * EventsPerProjection) - sent;
            if (due < EventsPerBatch)
            {
                await Task.Delay(5);
                continue;
            }
            var parts = (int)Math.Min(due / EventsPerBatch, 8);
            await Task.WhenAll(Enumerable.Range(0, parts).Select(_ => Ingest(console, some(EventsPerBatch))));
            sent += parts * EventsPerBatch;
            lags.Add(
                await console.One<double>(
                    "select coalesce(extract(epoch from clock_timestamp() - min(e.received_at)), 0)::float8 from core.events e where e.xid >= (select next_xid from core.projection)"
                )
            );
        }
        var p99 = lags.Order().ElementAt((int)(lags.Count * 0.99));
        return (p99 < 5, $"at {sent / time.TotalSeconds:N0} events a second the oldest waits {p99:N2} s (p99), target 5 s");
    }

    private static async Task Fill(BenchConsole console, bool quick)
    {
        await console.Fill(quick ? 2_000 : 100_000);
        await Folds(console).StopAsync(CancellationToken.None); // projections are measured separately
        await console.Do("create table if not exists public.bare (tenant_id text, key uuid, at timestamptz, type text, data jsonb)");
        if (await console.One<bool>("select exists (select from core.meters)"))
            return;
        await Meter(console, isEnforced: true);
        while (!(await console.Get<Meters>().ByType(CancellationToken.None)).Contains("class.booked"))
            await Task.Delay(50); // the intake learns of the meter within two seconds
    }

    /// <summary>Declares a meter of booked minutes by room.</summary>
    public static async Task Meter(BenchConsole console, bool isEnforced)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("bench"), []);
        await Meters.Open([new("minutes", "Minutes", "minute", "class.booked", AggregationKind.Sum, ["minutes"], ["room"], isEnforced)], "bench", work);
        await work.Commit();
    }

    public static EventProjector Folds(BenchConsole console) => console.Hosted<EventProjector>();

    private static Task<long> Counted(BenchConsole console) => console.One<long>("select coalesce(sum(used), 0)::bigint from core.meter_totals");

    /// <param name="id">the id of the event with this number; by default a version 7 UUID, as the SDK makes it</param>
    public static IReadOnlyList<ParsedEvent> NewEvents(int many, string type, Func<long, string>? id = null)
    {
        id ??= _ => Guid.CreateVersion7().ToString();
        var from = Interlocked.Add(ref s_sent, many);
        return
        [
            .. Enumerable
                .Range(0, many)
                .Select(at =>
                {
                    var number = from + at;
                    var data = number % 3 == 0 ? s_red : s_blue; // created once, as the rows of the COPY are
                    return new ParsedEvent(new("/bench", id(number), Tenant(number), type, null, null, data), null, "{}");
                }),
        ];
    }

    /// <summary>A mix as an application reports it: one session and two activities for every seven metered events.</summary>
    private static IReadOnlyList<ParsedEvent> Mixed(int many) =>
        [
            .. NewEvents(many, "class.booked")
                .Select(
                    (item, at) =>
                        (at % 10) switch
                        {
                            0 => Of(item, at, IntakeEvent.SessionRecorded, s_session),
                            1 or 2 => Of(item, at, IntakeEvent.Activity, null),
                            _ => item,
                        }
                ),
        ];

    private static ParsedEvent Of(ParsedEvent item, int at, string type, JsonElement? data) =>
        item with
        {
            Event = item.Event! with { Type = type, At = TimeProvider.System.GetUtcNow().AddHours(-1), Member = $"m{1 + at / 10 % 10}", Data = data },
        };

    private static string Tenant(long number) => $"tnt_{(number % 2_000) + 1:D26}";

    public static async Task Ingest(BenchConsole console, IReadOnlyList<ParsedEvent> events)
    {
        var answer = await console.Get<EventIntake>().Ingest(s_app, "bench", isBackfill: false, events, CancellationToken.None);
        if (answer.Rejected.Count > 0)
            throw new InvalidOperationException(answer.Rejected[0].Detail);
    }

    // Each run of wrk uses its own numbers, so that no event is sent twice.
    private static string Posting(IReadOnlyList<string> keys) =>
        $$$"""
            local keys, turn, run = { {{{string.Join(", ", keys.Select(key => $"\"{key}\""))}}} }, 0, os.time()
            wrk.method = "POST"
            wrk.headers["Content-Type"] = "application/cloudevents-batch+json"
            function request()
              turn = turn + 1
              wrk.headers["Authorization"] = "Bearer " .. keys[turn % #keys + 1]
              local events = {}
              for at = 1, {{{EventsPerRequest}}} do
                local number = turn * {{{EventsPerRequest}}} + at
                events[at] = string.format('{"specversion":"1.0","id":"%d-%d","source":"/bench","type":"class.booked","subject":"tnt_%026d","data":{"minutes":1,"room":"red"}}',
                  run, number, number % 2000 + 1)
              end
              return wrk.format("POST", "/api/v1/events", nil, "[" .. table.concat(events, ",") .. "]")
            end
            """;

    private static async Task Copy(BenchConsole console, int many)
    {
        await s_copies.WaitAsync();
        try
        {
            await using var connection = await console.Bare.OpenConnectionAsync();
            await using var rows = await connection.BeginBinaryImportAsync("copy public.bare (tenant_id, key, at, type, data) from stdin binary");
            for (var at = 0; at < many; at++)
            {
                await rows.StartRowAsync();
                await rows.WriteAsync(Tenant(at), NpgsqlDbType.Text);
                await rows.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid);
                await rows.WriteAsync(TimeProvider.System.GetUtcNow().UtcDateTime, NpgsqlDbType.TimestampTz);
                await rows.WriteAsync("class.booked", NpgsqlDbType.Text);
                await rows.WriteAsync("""{"minutes":1,"room":"red"}""", NpgsqlDbType.Jsonb);
            }
            await rows.CompleteAsync();
        }
        finally
        {
            s_copies.Release();
        }
    }
}
