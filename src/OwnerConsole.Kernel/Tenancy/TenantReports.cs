using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Takes in what an application says of its tenants: made when new, brought up to date when known. Never lifts a suspension.</summary>
public sealed class TenantReports(Database database, IdSource ids, Logbook logbook, Subjects subjects)
{
    public const int Most = 500;

    /// <param name="named"><c>ext:</c> and the application's id makes or updates; a <c>tnt_</c> id only updates</param>
    /// <param name="body">fields as <see cref="TenantReport.Read"/> answers them</param>
    public sealed record Item(string Named, JsonElement Body);

    /// <summary>All of them or none.</summary>
    /// <returns>in the order of the items</returns>
    /// <exception cref="Problem">404 for an unknown <c>tnt_</c> id or one that isn't the caller's; 400 when one is named twice</exception>
    public async Task<IReadOnlyList<Reported>> Take(Caller caller, IReadOnlyList<Item> items, CancellationToken stop)
    {
        if (items.Count is 0 or > Most)
            throw Problem.Invalid("data", $"has 1 to {Most} reports.");
        var population = caller.Population ?? Population.Live;
        while (true)
        {
            var known = (await subjects.Find(caller, population, [.. items.Select(item => item.Named)], stop)).ToDictionary(
                found => found.Named,
                StringComparer.Ordinal
            );
            var targets = items.Select(item => Target(caller, item, known)).ToList();
            if (
                targets.Select(target => target.Id).Distinct(StringComparer.Ordinal).Count() != targets.Count
                || items.DistinctBy(item => item.Named).Count() != items.Count
            )
                throw Problem.Invalid("data", "names a tenant twice.");
            if (await Write(caller, population, targets, stop) is { } reported)
                return reported;
        }
    }

    private Reported Target(Caller caller, Item item, Dictionary<string, Subjects.Found> known)
    {
        if (known.TryGetValue(item.Named, out var found) && found.Id == found.TenantId)
            return new(found.Id, found.ExternalId!, false, item.Body);
        if (!item.Named.StartsWith("ext:", StringComparison.Ordinal) || caller.OnlyTenant is not null)
            throw Problem.NotFound("tenant");
        return new(ids.New("tnt"), item.Named[4..], true, item.Body);
    }

    /// <returns>null when somebody else made one of the new tenants meanwhile: the ids are looked up again</returns>
    private async Task<IReadOnlyList<Reported>?> Write(Caller caller, Population population, IReadOnlyList<Reported> targets, CancellationToken stop)
    {
        database.Fullness.Demand();
        await using var work = await database.Write(Door.Intake("tenant.report"), [.. targets.Select(target => target.Id)], stop);
        var reports = Json.Element(
            targets.Select(target => new
            {
                target.Id,
                target.ExternalId,
                target.Body,
            })
        );
        var before = (
            await work.List<Standing>(
                "select tenant_id, lifecycle from core.tenant_status where tenant_id = any(@ids) order by tenant_id for no key update",
                new { ids = targets.Select(target => target.Id).ToArray() }
            )
        ).ToDictionary(row => row.TenantId, row => row.Lifecycle, StringComparer.Ordinal);

        var made = await work.Do(
            TenantSql.Make,
            new
            {
                reports,
                population,
                at = work.Now,
            }
        );
        if (made != targets.Count(target => target.Created))
            return null;
        await work.Do(TenantSql.Update, new { reports, at = work.Now });
        await work.Do(TenantSql.Status, new { reports, population });
        await work.Do(TenantSql.Plans, new { reports });
        await work.Do(
            TenantSql.Attributes,
            new
            {
                reports,
                known = TenantReport.KnownAttributes,
                at = work.Now,
            }
        );
        logbook.Write([.. targets.Select(target => Line(caller, target, before)).OfType<LogLine>()], work);
        await work.Commit();
        return targets;
    }

    private static LogLine? Line(Caller caller, Reported target, Dictionary<string, Lifecycle> before)
    {
        var reference = new Reference(target.Id);
        if (target.Created)
            return Line(caller, target, "tenant.opened", $"{reference} signed up.");
        var now = target.Body.TryGetProperty("lifecycle", out var word) ? Json.Read<Lifecycle>(word) : (Lifecycle?)null;
        return now is { } lifecycle && before.TryGetValue(target.Id, out var was) && was != lifecycle && was != Lifecycle.Anonymised
            ? Line(caller, target, "tenant.moved", $"{reference} went from {was} to {lifecycle}.")
            : null;
    }

    private static LogLine Line(Caller caller, Reported target, string what, Sentence says) =>
        new(target.Id, "intake", caller.Id, "done", says) { Operation = what, Subject = target.Id };

    private sealed record Standing(string TenantId, Lifecycle Lifecycle);
}

/// <summary>What a report became.</summary>
public sealed record Reported(string Id, string ExternalId, bool Created, JsonElement Body);
