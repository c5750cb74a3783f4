using System.Collections.Concurrent;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>Adds to what tenants have used or hold, where it fits. Those who wait for the same tenant and feature are answered by one statement, so that a busy row is written once for many.</summary>
public sealed class Claims(Database database)
{
    /// <summary>Answered by one statement.</summary>
    private const int Most = 512;

    // As many as there are pairs that were ever claimed here; an empty line is some dozen bytes.
    private readonly ConcurrentDictionary<(string TenantId, string Feature), Line> _lines = new();

    /// <param name="key">the caller's own for this claim: asked again it is answered alike and counted once</param>
    /// <exception cref="Problem">404: no such feature; 422: it isn't counted up, or the key was used for another claim</exception>
    public Task<Claimed> Consume(string tenantId, string feature, decimal amount, string? key) => Ask(tenantId, feature, new(amount, key, Hold: null));

    /// <inheritdoc cref="Consume"/>
    public Task<Claimed> Reserve(string tenantId, string feature, decimal amount, string? key, Hold hold) => Ask(tenantId, feature, new(amount, key, hold));

    private Task<Claimed> Ask(string tenantId, string feature, Waiting waiting)
    {
        var line = _lines.GetOrAdd((tenantId, feature), of => new(of.TenantId, of.Feature));
        if (line.Join(waiting))
            _ = Task.Run(() => Serve(line));
        return waiting.Answer;
    }

    private async Task Serve(Line line)
    {
        for (var some = line.Next(Most); some.Count > 0; some = line.Next(Most))
        {
            try
            {
                if (!await AtOnce(line, some))
                    await OneByOne(line, some);
            }
            catch (Exception why) // whoever asked is told, and the next are served
            {
                foreach (var one in some)
                    one.Fail(why);
            }
        }
    }

    /// <summary>All of them fit, no key is known, and the limit is still good: nearly always.</summary>
    private async Task<bool> AtOnce(Line line, List<Waiting> some)
    {
        await using var work = await Begin(line);
        var granting = Granting.Of(some, work.Now);
        if (await Usage.Add(line.TenantId, line.Feature, granting, work) is not { } usage)
            return false;
        Reservations.Open(usage, granting.Holds, work);
        await work.Commit();
        foreach (var one in some)
            one.Say(usage.Answer(one, refused: null, before: null, work.Now));
        return true;
    }

    /// <summary>Looks first, so that what is refused writes nothing; what may fit is asked again under the row's lock.</summary>
    private async Task OneByOne(Line line, List<Waiting> some)
    {
        await using var work = await Begin(line);
        if (!(await Holdings.Of([line.TenantId], work)).TryGetValue(line.TenantId, out var holding))
            throw Problem.NotFound("tenant", line.TenantId);
        var feature = (await FeatureBook.Find(work)).FirstOrDefault(one => one.Key == line.Feature);
        if (feature is not { Kind: FeatureKind.Counter })
            throw feature is null ? Unknown(line.Feature) : new Problem(422, "not_counted", $"{line.Feature} is no counter: it isn't used up.");
        var entitled = holding.Of(feature);
        var judged = await Judge(await Usage.Look(entitled, holding, work));
        if (judged.Granted.Count > 0)
        {
            var usage = await Usage.Take(entitled, holding, work);
            judged = await Judge(usage);
            if (judged.Refuses && usage.NextExpiry <= work.Now)
                judged = await Judge(usage = await usage.Expire(work));
            if (judged.Granted.Count > 0)
                usage.Grow(Granting.Of(judged.Granted, work.Now), work);
            await work.Commit();
        }
        judged.Say(entitled, work.Now);

        // The keys after the row: who finds the room gone also finds whose key took it.
        async Task<Judgement> Judge(Usage usage) => new(usage, feature, await Known(line, some, work), some);
    }

    private Task<Work> Begin(Line line) => database.Write(Door.Intake("entitlement.consume"), [line.TenantId, IdSource.Platform]);

    private static async Task<IReadOnlyList<Judgement.Earlier>> Known(Line line, List<Waiting> some, Work work) =>
        some.Exists(one => one.Key is not null)
            ? await work.List<Judgement.Earlier>(
                """
                select c.claim_key, c.feature, c.amount, c.reservation_id, r.expires_at - r.opened_at as lasts
                  from entitlements.claims c left join entitlements.reservations r on r.tenant_id = c.tenant_id and r.reservation_id = c.reservation_id
                 where c.tenant_id = @TenantId and c.claim_key = any(@keys)
                """,
                new { line.TenantId, keys = some.Select(one => one.Key).OfType<string>().ToArray() }
            )
            : [];

    internal static Problem Unknown(string feature) =>
        new(404, "unknown_feature", $"There is no feature {feature}. GET /api/v1/features lists those that there are.") { Asked = [feature] };

    /// <returns>null for what is counted for life</returns>
    internal static DateTimeOffset? Ends(DateTimeOffset periodEnd) => periodEnd == Pure.Periods.Cycle.End ? null : periodEnd;
}
