using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;
using OwnerConsole.Data;
using OwnerConsole.Data.Telemetry;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Ingests events exactly once, even if they are sent repeatedly; responds after the commit or asks the sender to retry.</summary>
public sealed class EventIntake : BackgroundService
{
    /// <summary>Maximum number of events in one request.</summary>
    public const int MaxEvents = 1000;

    /// <summary>
    /// Two more writers than cores: while one prepares its statement, another is executed, so that neither the program nor the database is idle.
    /// </summary>
    private static readonly int s_writerCount = Environment.ProcessorCount + 2;

    private readonly Database _database;
    private readonly Meters _meters;
    private readonly TimeProvider _clock;
    private readonly TenantIdCache _tenants;
    private readonly EventWriter[] _writers;
    private readonly EventUpkeep _upkeep;

    public EventIntake(Database database, Meters meters, EventUpkeep upkeep, TimeProvider clock)
    {
        (_database, _meters, _upkeep, _clock) = (database, meters, upkeep, clock);
        _tenants = new(database, clock);
        var first = RandomNumberGenerator.GetInt32(1_000_000) * 1000; // Random start, because two nodes with the same numbers would block each other.
        _writers = [.. Enumerable.Range(0, s_writerCount).Select(at => new EventWriter(database, first + at))];
    }

    /// <param name="client">Name of the sending client, such as the first words of its User-Agent.</param>
    /// <param name="isBackfill">Whether this is history: accepted at its own time regardless of age, until the first month is closed.</param>
    /// <exception cref="Problem">429: more events than can be written; 503: the disk is full.</exception>
    public async Task<IntakeResult> Ingest(Caller caller, string client, bool isBackfill, IReadOnlyList<ParsedEvent> items, CancellationToken stop)
    {
        _database.DiskSpaceGuard.ThrowIfFull();
        var origin = new EventOrigin(caller.Id, client, caller.Mode ?? Mode.Live, isBackfill);
        var sorted = await Route(caller, origin, items, stop);
        var parcels = sorted.Select(share => (Parcel: new EventWriteRequest(origin, share.Events, share.Letters), share.Writer)).ToList();
        // Parcels that fit are still written; when sent again, their events are duplicates.
        var isFull = parcels.Aggregate(false, (full, share) => !share.Writer.TryEnqueue(share.Parcel) || full);
        if (isFull)
            throw new Problem(
                429,
                "too_many_events",
                "Too many events are arriving at once. Send the same request again in a moment. No event is counted twice."
            )
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        var taken = await Task.WhenAll(parcels.Select(share => share.Parcel.Result)).WaitAsync(stop);
        var result = new IntakeResult(
            taken.Sum(eventWriteResult => eventWriteResult.Accepted),
            taken.Sum(eventWriteResult => eventWriteResult.Duplicates),
            [.. sorted.SelectMany(share => share.Rejected).Concat(taken.SelectMany(eventWriteResult => eventWriteResult.Refused)).OrderBy(item => item.Index)]
        );
        ConsoleMeter.CountEvents(result.Accepted, result.Duplicates, result.Rejected.Count);
        return result;
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await _upkeep.Prepare(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var writer in _writers)
            writer.Close();
        await base.StopAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(_writers.Select(writer => writer.Run()));

    private async Task<IReadOnlyList<WriterShare>> Route(Caller caller, EventOrigin origin, IReadOnlyList<ParsedEvent> items, CancellationToken stop)
    {
        var meters = await _meters.ByType(stop);
        var tenants = await _tenants.Find(origin.Mode, items.Select(item => item.Event?.Subject).OfType<string>(), stop);
        var importsUntil = origin.IsBackfill ? await ImportsUntil(stop) : null;
        var now = _clock.GetUtcNow();
        var shares = new Dictionary<EventWriter, WriterShare>();
        for (var index = 0; index < items.Count; index++)
        {
            var (said, rejected, raw) = items[index];
            var tenant = caller.OnlyTenant;
            if (said is not null)
                rejected ??= Tenant(caller, said, tenants, ref tenant) ?? EventRules.Check(said, now, origin.IsBackfill, importsUntil, meters[said.Type]);
            var writer = _writers[(uint)StringComparer.Ordinal.GetHashCode(tenant ?? caller.Id) % (uint)_writers.Length];
            var share = shares.TryGetValue(writer, out var known) ? known : shares[writer] = new(writer);
            if (rejected is null)
            {
                var id = EventId.Of(tenant!, said!); // An event without a tenant was rejected.
                share.Events.Add(new(tenant!, id, said!.At ?? now, WithId(said, id), raw, index, MeterValues(said, meters)));
            }
            else
            {
                share.Letters.Add(new(raw, rejected));
                share.Rejected.Add(new(index, rejected.Reason, rejected.Advice));
            }
        }
        return [.. shares.Values];
    }

    private async Task<DateTimeOffset?> ImportsUntil(CancellationToken stop)
    {
        await using var work = await _database.Read(stop);
        return (await ReportingSettings.Of(work)).ImportsUntil;
    }

    private static Rejection? Tenant(Caller caller, IntakeEvent said, IReadOnlyDictionary<string, string> tenants, ref string? tenant)
    {
        if (said.Subject is not { Length: > 0 } subject)
            return caller.OnlyTenant is null ? new("missing_subject", "subject is required: the tenant's id, or your own id for the tenant.") : null;
        if (!tenants.TryGetValue(subject, out var found) || !caller.CanSee(found))
            return new("unknown_tenant", "No tenant has this subject. Report the tenant first, then retry the event.");
        tenant = found;
        return null;
    }

    /// <summary>A complete session needs no id of its own; two of them remain distinct.</summary>
    private static IntakeEvent WithId(IntakeEvent said, Guid id)
    {
        if (said.Type is not IntakeEvent.SessionRecorded || said.Text("session") is { Length: > 0 })
            return said;
        var data = JsonObject.Create(said.Data!.Value)!; // It has a duration, or was rejected.
        data["session"] = id.ToString("N");
        return said with { Data = Json.Element(data) };
    }

    private static IReadOnlyList<(string, decimal)> MeterValues(IntakeEvent said, ILookup<string, Meter> meters) =>
        [.. meters[said.Type].Where(meter => meter.Enforced).Select(meter => (meter.Key, meter.Value(said) ?? 0))];

    private sealed class WriterShare(EventWriter writer)
    {
        public EventWriter Writer { get; } = writer;
        public List<IncomingEvent> Events { get; } = [];
        public List<DeadLetter> Letters { get; } = [];
        public List<RejectedItem> Rejected { get; } = [];
    }
}
