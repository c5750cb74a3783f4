using System.Runtime.CompilerServices;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Streams;

/// <summary>Follows the log on behalf of somebody: every line that they may see, in its one order, from where they were.</summary>
public sealed class LogStream(Database database, Notices notices)
{
    /// <summary>Who is further behind is told to look anew instead of being read to.</summary>
    public const int MostBehind = 500;

    private const int AtOnce = 100;

    /// <param name="after">the position that was seen last; null begins now</param>
    /// <param name="beat">an empty batch comes at least so often</param>
    public async IAsyncEnumerable<StreamBatch> Follow(Caller caller, long? after, TimeSpan beat, [EnumeratorCancellation] CancellationToken stop)
    {
        var at = after ?? await Head(stop);
        if (after is not null && await IsFarBehind(caller, at, stop))
        {
            at = await Head(stop);
            yield return new(at, [], IsResync: true);
        }
        while (true)
        {
            var ordered = notices.Next("log");
            var batch = await Next(caller, at, stop);
            yield return batch;
            if (batch.Pos == at)
                await Notices.Wait(ordered, beat, stop);
            at = batch.Pos;
        }
    }

    /// <returns>the last position that was given</returns>
    public async Task<long> Head(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await Head(work);
    }

    private async Task<bool> IsFarBehind(Caller caller, long after, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return (await Lines(caller, after, MostBehind + 1, work)).Count > MostBehind;
    }

    private async Task<StreamBatch> Next(Caller caller, long after, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var head = await Head(work); // first: a line after it belongs to the next batch
        if (head <= after)
            return new(after, []);
        var lines = await Lines(caller, after, AtOnce, work);
        var names = await SentenceReader.For(lines.Select(line => line.Says), work);
        return new(lines.Count == AtOnce ? lines[^1].Pos : Math.Max(head, lines.Count > 0 ? lines[^1].Pos : 0), lines) { Names = names };
    }

    /// <inheritdoc cref="Head(CancellationToken)"/>
    public static Task<long> Head(Work work) => work.One<long>("select coalesce(max(pos), 0) from core.log_order");

    private static Task<IReadOnlyList<StreamLine>> Lines(Caller caller, long after, int most, Work work) =>
        work.List<StreamLine>(
            """
            select o.pos, l.at, l.tenant_id, l.kind, l.actor, l.run_id, l.operation, l.subject, l.outcome, l.code, l.sentence, l.event
              from core.log_order o join core.log l on l.id = o.id left join core.tenants t on t.tenant_id = l.tenant_id
             where o.pos > @after
               and (@population::text is null or coalesce(t.population, 'live') = @population)
               and (@onlyTenant::text is null or l.tenant_id = @onlyTenant)
             order by o.pos
             limit @most
            """,
            new
            {
                after,
                population = caller.Population,
                onlyTenant = caller.OnlyTenant,
                most,
            }
        );
}

/// <param name="Pos">everything that the caller may see up to here has been read</param>
/// <param name="IsResync">too much happened meanwhile: look anew, and go on from here</param>
public sealed record StreamBatch(long Pos, IReadOnlyList<StreamLine> Lines, bool IsResync = false)
{
    /// <summary>Puts the names as of now into the sentences.</summary>
    public SentenceReader Names { get; init; } = new();
}

/// <param name="Event">what the application is told, if anything</param>
public sealed record StreamLine(
    long Pos,
    DateTimeOffset At,
    string TenantId,
    string Kind,
    string Actor,
    string? RunId,
    string? Operation,
    string? Subject,
    string Outcome,
    string? Code,
    string Sentence,
    string? Event
)
{
    public Sentence Says => field ??= Words.Sentence.Of(Sentence);
}
