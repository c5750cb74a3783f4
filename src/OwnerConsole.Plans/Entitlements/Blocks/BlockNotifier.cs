using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Entitlements.Thresholds;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Blocks;

/// <summary>Rechecks blocked tenants whose plan, override or period has changed, then logs and notifies new and ended blocks.</summary>
public sealed class BlockNotifier(Database database, LimitReview review, LogWriter logbook) : IWorkHandler
{
    public const string BlockedEvent = "tenant.blocked",
        UnblockedEvent = "tenant.unblocked";

    private const int BatchSize = 100;

    public string Name => "blocks.tell";

    public string Title => "Notify reached limits";

    public TimeSpan? Interval => TimeSpan.FromSeconds(5);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        IReadOnlyList<string> moved;
        await using (var reading = await database.Read(stop))
            moved = await FeatureUsages.FindBlockedStale(BatchSize, reading);
        await review.Of(moved, stop);

        IReadOnlyList<Block> untold;
        await using (var reading = await database.Read(stop))
            untold = await Block.FindUnpublished(BatchSize, reading);
        if (untold.Count > 0)
        {
            await using var work = await database.Write(WriteOrigin.Intake(Name), [.. untold.Select(block => block.TenantId).Distinct()], stop);
            logbook.Write([.. (await Block.MarkPublished(untold, work)).SelectMany(Lines)], work);
            await work.Commit();
        }
        return untold.Count == BatchSize || moved.Count == BatchSize ? WorkOutcome.Reschedule(TimeSpan.Zero) : WorkOutcome.Completed;
    }

    private static IEnumerable<LogLine> Lines(Block block)
    {
        var (tenant, feature) = (new EntityReference(block.TenantId), new EntityReference(block.FeatureId));
        if (!block.OpeningNotified)
            yield return Line(
                block,
                block.Cause is BlockCause.Exceeded
                    ? Sentence.Say($"{tenant} is blocked: its usage exceeds the limit for {feature}.")
                    : Sentence.Say($"{tenant} is blocked: it requested more than the limit for {feature}."),
                Message.Event(
                    BlockedEvent,
                    new BlockOpened(block.Feature, block.Cause, Allowance.Plain(block.Used), Allowance.Plain(block.Ceiling), block.OpenedAt)
                )
            );
        if (block.ClosedAt is { } at)
            yield return Line(
                block,
                Sentence.Say($"{tenant} is no longer blocked by the limit for {feature}."),
                Message.Event(UnblockedEvent, new BlockClosed(block.Feature, at))
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

/// <summary>Event about a tenant that is blocked.</summary>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Used">Usage when it was blocked, including reservations.</param>
/// <param name="Ceiling">Amount that claims are checked against: the limit plus any allowed burst.</param>
internal sealed record BlockOpened(string Feature, BlockCause Cause, string Used, string Ceiling, DateTimeOffset Since);

/// <summary>Event about a feature that no longer blocks the tenant; another feature may still block it.</summary>
internal sealed record BlockClosed(string Feature, DateTimeOffset At);
