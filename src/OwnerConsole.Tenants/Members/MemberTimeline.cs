using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Ui.Timelines;

namespace OwnerConsole.Tenants.Members;

/// <summary>One page of a member's timeline: log entries and activity, newest first.</summary>
/// <param name="NextCursor">Position of the next page; null on the last page.</param>
public sealed record MemberTimeline(IReadOnlyList<MemberTimeline.Item> Items, string? NextCursor)
{
    private const string TenantRead = "tenant.read",
        PurchaseRead = "purchase.read";

    private const int Lines = 25,
        Activities = 100;

    /// <summary>A log entry or an activity; exactly one of them is set.</summary>
    /// <param name="Times">Number of times it happened in a row.</param>
    public sealed record Item(LogEntry? Entry, MemberActivity? Activity, int Times = 1)
    {
        public DateTimeOffset At => Entry?.At ?? Activity!.At; // not null: one of them is set
    }

    public IEnumerable<LogEntry> Entries => Items.Select(item => item.Entry).OfType<LogEntry>();

    /// <summary>Purchases require <c>purchase.read</c>, log entries <c>log.read</c> or <c>tenant.read</c>; without them, they are left out.</summary>
    public static async Task<MemberTimeline> Find(
        LogQuery log,
        MemberActivities activities,
        Caller caller,
        string tenantId,
        IReadOnlyList<string> records,
        string? cursor,
        UnitOfWork work
    )
    {
        var before = cursor is null ? (DateTimeOffset?)null : Cursor.ReadInstantAndNumber(cursor).At;
        var decided =
            caller.CanRead(LogAddress.Permission) || caller.CanRead(TenantRead)
                ? await log.Find(LogFilter.For(caller) with { Records = records }, cursor, Lines, work)
                : new Page<LogEntry>([], null, null);
        var done = await activities.Find(tenantId, records, caller.CanRead(PurchaseRead), before, Activities, work);
        var (decidedTo, doneTo) = (decided.NextCursor is null ? null : decided.Data[^1]?.At, done.Count < Activities ? (DateTimeOffset?)null : done[^1].At);
        // Both lists are complete down to the later of their ends, so the next page continues there.
        var end = decidedTo is null || doneTo > decidedTo ? doneTo : decidedTo;
        var items = decided
            .Data.Select(entry => new Item(entry, null))
            .Concat(done.Select(activity => new Item(null, activity)))
            .Where(item => end is null || item.At >= end)
            .OrderByDescending(item => item.At);
        return new(
            [.. GroupRepeated(items)],
            end is not { } at ? null
                : end == decidedTo ? decided.NextCursor
                : Cursor.Of(at, 0.ToString(CultureInfo.InvariantCulture))
        );
    }

    /// <summary>Combines repetitions of the same event into one line.</summary>
    private static IEnumerable<Item> GroupRepeated(IEnumerable<Item> items)
    {
        Item? last = null;
        foreach (var item in items)
            if (
                last?.Activity is { Kind: MemberActivityKind.Event } before
                && item.Activity is { Kind: MemberActivityKind.Event } next
                && before.What == next.What
            )
                last = last with { Times = last.Times + 1 };
            else
            {
                if (last is not null)
                    yield return last;
                last = item;
            }
        if (last is not null)
            yield return last;
    }
}
