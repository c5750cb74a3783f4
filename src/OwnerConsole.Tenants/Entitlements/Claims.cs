using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Tenants.Entitlements.Credits;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>Adds to what tenants have used or hold, where it fits. Those who wait for the same tenant and feature are added to its row at once, and the rows of many are written by one statement.</summary>
public sealed class Claims(Database database)
{
    /// <summary>Of one line, answered together.</summary>
    private const int Most = 512;

    /// <summary>Lines that are answered by one statement.</summary>
    private const int MostLines = 64;

    private readonly Lines _lines = new(servers: 3);

    /// <param name="key">the caller's own for this claim: asked again it is answered alike and counted once</param>
    /// <exception cref="Problem">404: no such feature; 422: it isn't counted up, or the key was used for another claim</exception>
    public Task<Claimed> Consume(string tenantId, string feature, decimal amount, string? key) => Ask(tenantId, feature, new(amount, key, Hold: null));

    /// <inheritdoc cref="Consume"/>
    public Task<Claimed> Reserve(string tenantId, string feature, decimal amount, string? key, Hold hold) => Ask(tenantId, feature, new(amount, key, hold));

    private Task<Claimed> Ask(string tenantId, string feature, Waiting waiting)
    {
        if (_lines.Join(tenantId, feature, waiting))
            Start(Serve);
        return waiting.Answer;
    }

    /// <summary>Lends it nothing of who happens to start it: it serves others too.</summary>
    private static void Start(Func<Task> work) => ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work(), work, preferLocal: false);

    private async Task Serve()
    {
        for (var turns = _lines.Next(MostLines, Most); turns.Count > 0; turns = _lines.Next(MostLines, Most))
            foreach (var turn in await Answered(turns, () => AtOnce(turns, waits: false)))
                Start(() => ByItself(turn));
    }

    /// <summary>Whoever has to wait for a row or to look twice keeps no other line waiting.</summary>
    private async Task ByItself(Turn turn)
    {
        await Answered(
            [turn],
            async () =>
            {
                if ((await AtOnce([turn], waits: true)).Count > 0)
                    await OneByOne(turn);
                return [];
            }
        );
        if (_lines.Calls())
            await Serve();
    }

    /// <summary>Ends the turns of those who were answered.</summary>
    /// <param name="answer">answers them, but for some; whoever asked hears why it could not</param>
    /// <returns>those that are still to be answered</returns>
    private async Task<IReadOnlyList<Turn>> Answered(IReadOnlyList<Turn> turns, Func<Task<IReadOnlyList<Turn>>> answer)
    {
        IReadOnlyList<Turn> left = [];
        try
        {
            left = await answer();
        }
        catch (Exception why) // and the next are served
        {
            foreach (var one in turns.SelectMany(turn => turn.Asked.All))
                one.Fail(why);
        }
        _lines.End(turns.Except(left));
        return left;
    }

    /// <summary>All of a line fit, no key is known, and the limit is still good: nearly always.</summary>
    /// <returns>those with which it isn't so, unanswered</returns>
    private async Task<IReadOnlyList<Turn>> AtOnce(IReadOnlyList<Turn> turns, bool waits)
    {
        await using var work = await Begin(turns);
        var added = await Usage.Add(turns, waits, work);
        if (added.Count == 0)
            return turns;
        var rows = added.ToDictionary(usage => (usage.TenantId, usage.Feature));
        var fit = turns.Where(turn => rows.ContainsKey((turn.TenantId, turn.Feature))).ToList();
        foreach (var turn in fit)
            Reservations.Open(rows[(turn.TenantId, turn.Feature)], turn.Asked.Holds, work);
        if (!await Burning.Carry([.. fit.Select(turn => (rows[(turn.TenantId, turn.Feature)], turn.Asked))], work))
            return turns; // credits are gone that the copy still counts: nothing is written, and each looks for itself
        await work.Commit();
        foreach (var turn in fit)
        foreach (var one in turn.Asked.All)
            one.Say(Claimed.Of(rows[(turn.TenantId, turn.Feature)], one, refused: null, before: null, work.Now));
        return [.. turns.Except(fit)];
    }

    /// <summary>Looks first, so that what is refused writes nothing; what may fit is asked again under the row's lock.</summary>
    private async Task OneByOne(Turn turn)
    {
        var some = turn.Asked.All;
        await using var work = await Begin([turn]);
        if (!(await Holdings.Of([turn.TenantId], work)).TryGetValue(turn.TenantId, out var holding))
            throw Problem.NotFound("tenant", turn.TenantId);
        var feature = (await FeatureBook.Find(work)).FirstOrDefault(one => one.Key == turn.Feature);
        if (feature is not { Kind: FeatureKind.Counter })
            throw feature is null ? Unknown(turn.Feature) : new Problem(422, "not_counted", $"{turn.Feature} is no counter: it isn't used up.");
        if (feature.Counts.Length > 0)
            throw Gauges.CountedFromReports(feature);
        var entitled = holding.Of(feature);
        var judged = await Judge(await Usage.Look(entitled, holding, work));
        if (judged.Granted.Count > 0)
        {
            var usage = await Usage.Take(entitled, holding, work);
            judged = await Judge(usage);
            if (judged.Refuses && usage.NextExpiry <= work.Now)
                judged = await Judge(usage = await usage.Expire(work));
            if (judged.Granted.Count > 0)
                await usage.Grow(new(judged.Granted), work);
            await work.Commit();
        }
        judged.Say(entitled, work.Now);

        // The keys after the row: who finds the room gone also finds whose key took it.
        async Task<Judgement> Judge(Usage usage) => new(usage, feature, await Known(turn, work), some);
    }

    private Task<Work> Begin(IReadOnlyList<Turn> turns) =>
        database.Write(Door.Intake("entitlement.consume"), [.. turns.Select(turn => turn.TenantId).Distinct(), IdSource.Platform]);

    private static async Task<IReadOnlyList<Judgement.Earlier>> Known(Turn turn, Work work) =>
        turn.Asked.Keys is { Length: > 0 } keys
            ? await work.List<Judgement.Earlier>(
                """
                select c.claim_key, c.feature, c.amount, c.reservation_id, r.expires_at - r.opened_at as lasts
                  from entitlements.claims c left join entitlements.reservations r on r.tenant_id = c.tenant_id and r.reservation_id = c.reservation_id
                 where c.tenant_id = @TenantId and c.claim_key = any(@keys)
                """,
                new { turn.TenantId, keys }
            )
            : [];

    internal static Problem Unknown(string feature) =>
        new(404, "unknown_feature", $"There is no feature {feature}. GET /api/v1/features lists those that there are.") { Asked = [feature] };

    /// <returns>null for what is counted for life</returns>
    internal static DateTimeOffset? Ends(DateTimeOffset periodEnd) => periodEnd == Pure.Periods.Cycle.End ? null : periodEnd;
}
