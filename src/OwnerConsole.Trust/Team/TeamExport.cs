using System.Globalization;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Trust.Team;

/// <summary>Exports the list of team members, for access reviews.</summary>
public sealed class TeamExport(ListExport export, TeamList team)
{
    public const string Address = TeamRoutes.Address + "/export";

    private static readonly IReadOnlyList<FileColumn<TeamMember>> s_columns =
    [
        new("name", person => person.Name),
        new("email", person => person.Email),
        new("role", person => person.Role) { Word = "role" },
        new("has_second_factor", person => person.HasSecondFactor ? "true" : "false") { Word = "second_factor" },
        new("open_sessions", person => person.Sessions.ToString(CultureInfo.InvariantCulture)) { Word = "sessions" },
        new("last_seen_at", person => FileCell.Instant(person.LastSeenAt)) { Word = "last_seen_at" },
        new("created_at", person => FileCell.Instant(person.CreatedAt)),
        new("id", person => person.Id),
    ];

    public IResult Send(HttpContext context) =>
        TableFile.Of(
            context,
            TeamFilter.Address(context.Request),
            s_columns,
            export.OfAll(
                context,
                "people",
                who => Sentence.Say($"{who} exported the list of team members."),
                _ => team.Find(Caller.Of(context)!, TeamFilter.Read(context.Request.Query), context.RequestAborted) // the route requires a permission
            )
        );
}
