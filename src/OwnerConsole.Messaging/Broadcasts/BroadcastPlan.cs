using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Adds to a broadcast what a change or sending would lead to.</summary>
internal static class BroadcastPlan
{
    /// <summary>Adds the audience after a change and its reach.</summary>
    /// <exception cref="Problem">400: the content or a filter is invalid.</exception>
    public static async Task<BroadcastFacts> With(BroadcastFacts subject, BroadcastInput input, RecipientReader reader, Database database, UnitOfWork work)
    {
        var link = input.Link.TrimToNull();
        if (BroadcastContent.FindError(input.Subject, input.Body, link, input.LinkLabel.TrimToNull(), work.Stop) is var (field, reason))
            throw Problem.Invalid($"input.{field}", reason);
        await using var reading = await database.Read(work.Stop);
        var known = (await BroadcastChannel.List(reading)).Select(channel => channel.Key).ToHashSet(StringComparer.Ordinal);
        if (BroadcastRows.Channels(input).FirstOrDefault(channel => !known.Contains(channel)) is { } unknown)
            throw Problem.Invalid("input.channels", $"contains {unknown}, which is not a channel. Use email, in_app, or the id of a channel.");
        var (audience, isTenantUnknown) = await BroadcastAudience.Read(input, subject.Mode, reading);
        var changed = BroadcastRows.Draft(subject.Broadcast?.Id ?? subject.NewId, subject.Mode, input, audience, work) with
        {
            SendAt = subject.Broadcast?.SendAt,
            InLocalTime = subject.Broadcast?.InLocalTime ?? false,
        };
        return subject with
        {
            Audience = audience,
            IsTenantUnknown = isTenantUnknown,
            Reach = await Reach.Find(changed, work.Caller ?? Data.Caller.System, reader, reading),
        };
    }

    /// <summary>Adds the reach of a broadcast as it is.</summary>
    public static async Task<BroadcastFacts> WithReach(BroadcastFacts subject, RecipientReader reader, Database database, UnitOfWork work)
    {
        if (subject.Broadcast is not { } broadcast)
            return subject;
        await using var reading = await database.Read(work.Stop);
        return subject with { Reach = await Reach.Find(broadcast, work.Caller ?? Data.Caller.System, reader, reading) };
    }
}
