using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Tenants.Members.Public;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Tenants.Members;

/// <summary>Exports all sessions of a member as a file, newest first.</summary>
public sealed class MemberSessionExport(ListExport export, MemberSessions sessions)
{
    private static readonly IReadOnlyList<FileColumn<MemberSession>> s_columns =
    [
        new("started_at", session => FileCell.Instant(session.StartedAt)),
        new("ended_at", session => FileCell.Instant(session.EndedAt)),
        new("seconds", session => (decimal?)session.Seconds),
        new("timed_out", session => session.TimedOut ? "yes" : "no"),
        new("id", session => session.SessionId),
    ];

    public static string Of(string memberId) => MemberAddress.Of(memberId) + "/sessions/export";

    public IResult Send(HttpContext context, string id) =>
        TableFile.Of(
            context,
            new(MemberAddress.Of(id)),
            s_columns,
            export.Of(
                context,
                "sessions",
                who => Sentence.Say($"{who} exported the sessions of {new EntityReference(id)}."),
                async work => await SubjectResolver.Member(Caller.Of(context)!, id, work), // not null: the route requires a permission
                (member, cursor, work) => sessions.Find(member.TenantId, member.Id, cursor, ListExport.PageSize, work)
            )
        );
}
