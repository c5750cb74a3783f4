using System.Text.Json;

namespace World;

/// <summary>Reports a platform to a console: studios, their changes, their people and events.</summary>
internal sealed class Player(ConsoleApi console, SimOptions options, DateTimeOffset now)
{
    private const int Parallelism = 3; // enough to keep a console on two cores busy

    /// <summary>Events after this time are sent normally; older ones are imported as history.</summary>
    private readonly DateTimeOffset _history = now.AddDays(-25);

    public SimRecord Record { get; } = new();

    public async Task Studios(IReadOnlyList<SimStudio> studios)
    {
        await Tenants(studios.Select(studio => studio.FirstReport()));
        // changes of a studio are reported one by one, because a request can contain each studio only once
        for (var place = 1; place < studios.Max(studio => studio.Chapters.Count); place++)
            await Tenants(studios.Where(studio => studio.Chapters.Count > place).Select(studio => studio.LaterReport(studio.Chapters[place])));
    }

    /// <summary>Reports people, then events.</summary>
    /// <returns>Numbers of accepted and rejected events.</returns>
    public async Task<(int Taken, int Rejected)> Days(IReadOnlyList<SimStudio> studios)
    {
        var sums = await Task.WhenAll(
            Enumerable.Range(0, Parallelism).Select(lane => PlayDays([.. studios.Where(studio => studio.Number % Parallelism == lane)]))
        );
        foreach (var sum in sums)
            Record.Add(sum.Record);
        return (sums.Sum(sum => sum.Taken), sums.Sum(sum => sum.Rejected));
    }

    private async Task<(int Taken, int Rejected, SimRecord Record)> PlayDays(IReadOnlyList<SimStudio> studios)
    {
        var (taken, rejected, record) = (0, 0, new SimRecord());
        foreach (var studio in studios)
            await People(studio, record);
        var diary = new ActivityGenerator(options.Seed, options.Until.AddDays(-30 * options.Months), options.Until);
        var mess = new Chaos(options.Seed);
        var all = studios.SelectMany(studio => options.IsMessy ? mess.Apply(studio, diary.Of(studio)) : diary.Of(studio)).ToLookup(told => told.At < _history);
        foreach (var isHistory in (bool[])[true, false])
        foreach (var some in all[isHistory].Select(told => told.Report()).Chunk(ConsoleApi.MaxEvents))
        {
            var refused = await console.Post(some, isHistory);
            foreach (var report in some.Where((_, place) => !refused.Contains(place)))
                record.Event(report);
            (taken, rejected) = (taken + some.Length - refused.Count, rejected + refused.Count);
        }
        if (options.Scenario.Claims is { } feature)
            foreach (var studio in studios)
                await Claims(studio, feature, diary);
        return (taken, rejected, record);
    }

    /// <summary>Reports usage that the application counts itself, day by day, for studios with a plan. A console accepts usage of the last 32 days.</summary>
    private async Task Claims(SimStudio studio, string feature, ActivityGenerator diary)
    {
        var used = diary
            .Of(studio)
            .Where(told => told.Type == studio.Scenario.Event && told.At > now.AddDays(-31) && told.At <= now && studio.HasPlan(told.At))
            .GroupBy(told => DateOnly.FromDateTime(told.At.UtcDateTime));
        foreach (var day in used)
        {
            var amount = day.Sum(told => JsonSerializer.SerializeToElement(told.Data).GetProperty("amount").GetInt32());
            await console.Consume(studio.Id, feature, amount, day.Max(told => told.At), $"{studio.Id}/{feature}/{day.Key:yyyyMMdd}");
        }
    }

    private async Task People(SimStudio studio, SimRecord record)
    {
        foreach (var some in studio.People.Select(person => person.Report()).Chunk(ConsoleApi.MaxReports))
        {
            await console.Put($"/api/v1/tenants/ext:{studio.Id}/members", some);
            foreach (var report in some)
                record.Member("ext:" + studio.Id, report);
        }
    }

    private async Task Tenants(IEnumerable<object> reports)
    {
        foreach (var some in reports.Chunk(ConsoleApi.MaxReports))
        {
            await console.Put("/api/v1/tenants", some);
            foreach (var report in some)
                Record.Tenant(report);
        }
    }
}
