using OwnerConsole.Data;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Writes versions of broadcasts.</summary>
internal static class BroadcastRows
{
    /// <summary>Replaces the current version of a broadcast, or adds its first one.</summary>
    public static async Task Open(Broadcast broadcast, UnitOfWork work)
    {
        await Broadcast.Versions.Close([broadcast.Id], work);
        await work.Execute(
            """
            insert into broadcasts.broadcasts
                   (tenant_id, broadcast_id, version, mode, kind, priority, subject, body, link, link_label, channels, audience, opened_by, opened_at)
            select 'tnt_platform', @Id, coalesce(max(b.version), 0) + 1, @Mode, @Kind, @Priority, @Subject, @Body, @Link, @LinkLabel, @channels, @audience, @run,
                   clock_timestamp()
              from broadcasts.broadcasts b where b.tenant_id = 'tnt_platform' and b.broadcast_id = @Id
            """,
            new
            {
                broadcast.Id,
                broadcast.Mode,
                broadcast.Kind,
                broadcast.Priority,
                broadcast.Subject,
                broadcast.Body,
                broadcast.Link,
                broadcast.LinkLabel,
                channels = broadcast.Channels.ToArray(),
                audience = Json.Element(broadcast.Audience),
                run = work.RunId,
            }
        );
        await work.SetName(broadcast.Id, Broadcast.EntityKind, broadcast.Subject);
    }

    /// <returns>The draft that a form describes.</returns>
    public static Broadcast Draft(string id, Mode mode, BroadcastInput input, Audience audience, UnitOfWork work) =>
        new(
            id,
            1,
            mode,
            input.Kind,
            input.Priority,
            input.Subject.Trim(),
            input.Body.Trim(),
            input.Link.TrimToNull(),
            input.LinkLabel.TrimToNull(),
            Channels(input),
            audience,
            BroadcastState.Draft,
            work.Now,
            work.Now,
            null,
            false,
            null,
            null,
            null
        );

    /// <summary>Closes the versions that a run opened, except those of broadcasts that were sent since.</summary>
    /// <returns>Ids of their broadcasts.</returns>
    public static Task<IReadOnlyList<string>> CloseUnsent(string undoneRun, UnitOfWork work) =>
        Broadcast.Versions.CloseOpenedBy(
            ids: null,
            undoneRun,
            work,
            "not exists (select from broadcasts.sends s where s.tenant_id = this.tenant_id and s.broadcast_id = this.broadcast_id and s.closed_by is null)"
        );

    /// <summary>Restores the names of broadcasts after an undo.</summary>
    public static async Task RestoreNames(IReadOnlyList<string> ids, UnitOfWork work)
    {
        foreach (var broadcast in await Broadcast.List(ids, work)) // an undo restores only a few
            await work.SetName(broadcast.Id, Broadcast.EntityKind, broadcast.Subject);
    }

    /// <returns>The selected channels, email and notifications first; those two if none is selected.</returns>
    public static string[] Channels(BroadcastInput input) =>
        input.Channels is { Count: > 0 } selected
            ? [.. ChannelSource.Default.Where(channel => selected.Contains(channel)), .. selected.Except(ChannelSource.Default, StringComparer.Ordinal)]
            : [.. ChannelSource.Default];
}
