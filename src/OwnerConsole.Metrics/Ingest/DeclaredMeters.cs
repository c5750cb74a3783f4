using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Metrics.Catalogue;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Stores the meters that an application declares. A meter with the same key in the settings takes precedence.</summary>
public sealed class DeclaredMeters(MetricCatalogue catalogue) : IMeterDeclarations
{
    private const string OpenerPrefix = "application";

    /// <summary>Adds new meters and retires those that are no longer declared. Meters that were added or retired by a person are unchanged.</summary>
    /// <exception cref="Problem">400 with the path: the meter is invalid, or its key counts something else.</exception>
    public async Task Apply(Mode mode, IReadOnlyList<MeterReport> meters, UnitOfWork work)
    {
        var opener = $"{OpenerPrefix}:{mode.ToText()}";
        var known = (await Meters.Declared(work)).ToDictionary(meter => meter.Key, StringComparer.Ordinal);
        var states = (await work.List<MeterRow>("select key, opened_by, closed_by from core.meters for no key update")).ToDictionary(
            state => state.Key,
            StringComparer.Ordinal
        );
        var numbers = (await catalogue.All(work)).Select(metric => metric.Id).ToHashSet(StringComparer.Ordinal);
        var opened = new List<Meter>();
        for (var place = 0; place < meters.Count; place++)
        {
            var (meter, state) = (Read(meters[place]), states.GetValueOrDefault(meters[place].Key));
            await Check(meter, $"meters[{place}]", known.GetValueOrDefault(meter.Key), state, numbers, work);
            if (state is null || state.ClosedBy?.StartsWith(OpenerPrefix, StringComparison.Ordinal) == true)
                opened.Add(meter with { MeterId = known.GetValueOrDefault(meter.Key)?.MeterId });
            else if (state is { ClosedBy: null } && state.OpenedBy == opener)
                await Meters.Describe(meter, work);
        }
        await Open(opened, opener, work);
        await Meters.Close([.. await FindRemoved(opener, mode, [.. meters.Select(meter => meter.Key)], work)], opener, work);
    }

    private static Meter Read(MeterReport meter) =>
        new(
            meter.Key,
            meter.Name.Trim(),
            meter.Unit.Trim(),
            meter.EventType,
            meter.Adds,
            MeterRules.Path(meter.Adds, meter.Value),
            meter.GroupBy ?? [],
            Enforced: false
        );

    private static async Task Check(Meter meter, string at, Meter? before, MeterRow? state, HashSet<string> numbers, UnitOfWork work)
    {
        if (MeterRules.Check(meter) is { } wrong)
            throw Problem.Invalid($"{at}.{wrong.Field}", new SentenceRenderer().Text(wrong.Why.Sentence));
        if (state is null && numbers.Contains(Meter.MetricIdOf(meter.Key)))
            throw Problem.Invalid($"{at}.key", "is the key of a built-in metric. Choose another key.");
        if (before is null || MeterRules.CountTheSame(before, meter))
            return;
        if (state is { ClosedBy: null } || await Meters.HasCounted(meter.Key, work))
            throw Problem.Invalid($"{at}.key", "already counts something else, and the counts would be added together. Choose another key.");
    }

    private static async Task Open(IReadOnlyList<Meter> meters, string opener, UnitOfWork work)
    {
        if (meters.Count == 0)
            return;
        await Meters.Open(meters, opener, work);
        foreach (var meter in meters)
            await work.SetName(meter.MeterId ?? "mtr_" + meter.Key, "meter", meter.Name);
        await EventReprojection.Request(work);
    }

    /// <returns>Meters that this application added and no longer declares, and that the application of the other mode doesn't declare either.</returns>
    private static Task<IReadOnlyList<string>> FindRemoved(string opener, Mode mode, string[] keys, UnitOfWork work) =>
        work.List<string>(
            """
            select m.key from core.meters m
             where m.opened_by = @opener and m.closed_at is null and m.key <> all(@keys)
               and not exists (select from core.applications a
                                where a.tenant_id = 'tnt_platform' and a.mode <> @mode
                                  and jsonb_path_exists(a.body, '$.meters[*].key ? (@ == $key)', jsonb_build_object('key', m.key)))
            """,
            new
            {
                opener,
                mode,
                keys,
            }
        );

    private sealed record MeterRow(string Key, string OpenedBy, string? ClosedBy);
}
