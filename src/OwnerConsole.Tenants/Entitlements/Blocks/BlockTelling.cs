using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Tenants.Entitlements.Blocks;

/// <summary>Looks anew at who is blocked where a plan, an override or a period has changed, and tells the log and the application who is blocked and who no longer is.</summary>
public sealed class BlockTelling(Database database, LimitReview review, Logbook logbook) : IWorkKind
{
    public const string Blocked = "tenant.blocked",
        Unblocked = "tenant.unblocked";

    private const int AtOnce = 100;

    public string Name => "blocks.tell";

    public TimeSpan? Every => TimeSpan.FromSeconds(5);

    public async Task<WorkOutcome> Carry(WorkItem item, CancellationToken stop)
    {
        IReadOnlyList<string> moved;
        await using (var reading = await database.Read(stop))
            moved = await Usages.BlockedStale(AtOnce, reading);
        await review.Of(moved, stop);

        IReadOnlyList<Block> untold;
        await using (var reading = await database.Read(stop))
            untold = await Block.Untold(AtOnce, reading);
        if (untold.Count > 0)
        {
            await using var work = await database.Write(Door.Intake(Name), [.. untold.Select(one => one.TenantId).Distinct()], stop);
            logbook.Write([.. (await Block.Tell(untold, work)).SelectMany(Lines)], work);
            await work.Commit();
        }
        return untold.Count == AtOnce || moved.Count == AtOnce ? WorkOutcome.Again(TimeSpan.Zero) : WorkOutcome.Over;
    }

    private static IEnumerable<LogLine> Lines(Block block)
    {
        var (tenant, feature) = (new Reference(block.TenantId), new Reference(block.FeatureId));
        if (!block.OpeningTold)
            yield return Line(
                block,
                block.Cause is BlockCause.Exceeded
                    ? Sentence.Say($"{tenant} is blocked: it uses more than it may of {feature}.")
                    : Sentence.Say($"{tenant} is blocked: it was refused more of {feature}."),
                Message.Event(Blocked, new BlockOpened(block.Feature, block.Cause, Allowance.Plain(block.Used), Allowance.Plain(block.Ceiling), block.OpenedAt))
            );
        if (block.ClosedAt is { } at)
            yield return Line(
                block,
                Sentence.Say($"{tenant} is no longer blocked by the limit of {feature}."),
                Message.Event(Unblocked, new BlockClosed(block.Feature, at))
            );
    }

    private static LogLine Line(Block block, Sentence says, Message message) =>
        new(block.TenantId, "system", "system", "done", says)
        {
            Code = message.Type.Split('.')[^1],
            Subject = block.TenantId,
            Message = message,
        };
}

/// <summary>What the application hears of who is blocked.</summary>
/// <param name="Feature">its key</param>
/// <param name="Used">by then, with what was reserved</param>
/// <param name="Ceiling">what it is held against: the limit, and what is allowed above it</param>
internal sealed record BlockOpened(string Feature, BlockCause Cause, string Used, string Ceiling, DateTimeOffset Since);

/// <summary>What the application hears of who is no longer blocked by a feature; another may still block it.</summary>
internal sealed record BlockClosed(string Feature, DateTimeOffset At);
