using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Trust.Team;

/// <summary>Exports the user's own sign-in sessions.</summary>
public sealed class SessionExport(ListExport export, Database database, Sessions sessions)
{
    public const string Address = AccountRoutes.Address + "/sessions/export";

    private static readonly IReadOnlyList<FileColumn<OpenSession>> s_columns =
    [
        new("device", session => UserAgentParser.Describe(session.UserAgent)),
        new("address", session => session.Ip),
        new("last_seen_at", session => FileCell.Instant(session.LastSeenAt)),
        new("signed_in_at", session => FileCell.Instant(session.CreatedAt)),
        new("user_agent", session => session.UserAgent),
    ];

    public IResult Send(HttpContext context)
    {
        var own = AccountRoutes.CurrentSession(context);
        return TableFile.Of(
            context,
            new(AccountRoutes.Address),
            s_columns,
            export.OfAll(
                context,
                "sessions",
                who => Sentence.Say($"{who} exported the list of their sign-in sessions."),
                async _ =>
                {
                    await using var look = await database.ReadTenants([], context.RequestAborted);
                    return await sessions.Of(own.UserId!, look);
                }
            )
        );
    }
}
