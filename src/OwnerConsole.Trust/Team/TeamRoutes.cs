using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Trust.Team.Pages;
using OwnerConsole.Ui.Theme;
using OwnerConsole.Ui.Timelines;

namespace OwnerConsole.Trust.Team;

/// <summary>Page and API of the team.</summary>
public sealed class TeamRoutes(TeamList team)
{
    public const string Address = ActorAddress.People,
        Read = ActorAddress.PeoplePermission;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/v1/team-members", (HttpContext context, TeamRoutes self) => self.List(context))
            .WithSummary("List the team members.")
            .WithListPaging()
            .Produces<Page<PersonView>>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/invitations", (HttpContext context, TeamRoutes self) => self.ListInvitations(context))
            .WithSummary("List pending invitations to the team. team_member.invite sends one and invitation.withdraw withdraws it.")
            .WithListPaging()
            .Produces<Page<InvitationView>>()
            .RequirePermission(Read);
        routes.MapGet(Address, (HttpContext context, TeamRoutes self) => self.Show(context)).RequirePermission(Read);
        routes.MapGet(TeamExport.Address, (HttpContext context, TeamExport self) => self.Send(context)).RequirePermission(Read);
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown();
        var people = await team.Find(Caller.Of(context)!, new(), context.RequestAborted); // the route requires a permission
        return Results.Json(new Page<PersonView>([.. people.Select(ToView)], null, people.Count.ToString(CultureInfo.InvariantCulture)), Json.ResponseOptions);
    }

    private async Task<IResult> ListInvitations(HttpContext context)
    {
        context.Request.RequireKnown();
        var open = await team.Invitations(Caller.Of(context)!, context.RequestAborted);
        return Results.Json(
            new Page<InvitationView>(
                [
                    .. open.Select(openInvitation => new InvitationView(
                        openInvitation.Id,
                        openInvitation.Email,
                        openInvitation.Name,
                        openInvitation.Role,
                        openInvitation.SenderId,
                        openInvitation.State,
                        openInvitation.ExpiresAt
                    )),
                ],
                null,
                open.Count.ToString(CultureInfo.InvariantCulture)
            ),
            Json.Options
        );
    }

    private async Task<IResult> Show(HttpContext context)
    {
        var address = TeamFilter.Address(context.Request);
        address.Canonicalize(context);
        return new PageResult(
            "Team",
            PageResult.Of<TeamPage>(
                (nameof(TeamPage.Address), address),
                (nameof(TeamPage.Team), await team.ReadPage(Caller.Of(context)!, TeamFilter.Read(context.Request.Query), context.RequestAborted)),
                (nameof(TeamPage.Caller), Caller.Of(context))
            )
        );
    }

    private static PersonView ToView(TeamMember person) =>
        new(person.Id, person.Name, person.Email, person.Role, person.HasSecondFactor, person.Sessions, person.LastSeenAt, person.CreatedAt);
}

/// <summary>A pending invitation in the API. The link itself is only sent by email or shown once.</summary>
/// <param name="Role">Key of the role.</param>
/// <param name="InvitedBy">ID of the person or API key that sent it.</param>
public sealed record InvitationView(string Id, string Email, string Name, string Role, string InvitedBy, InvitationState State, DateTimeOffset ExpiresAt);

/// <summary>A team member in the API.</summary>
/// <param name="Role">Key of the role; null for custom permissions.</param>
/// <param name="HasSecondFactor">False after an access reset, until they set up a new second factor.</param>
/// <param name="OpenSessions">Number of open sign-in sessions.</param>
public sealed record PersonView(
    string Id,
    string Name,
    string Email,
    string? Role,
    bool HasSecondFactor,
    long OpenSessions,
    DateTimeOffset? LastSeenAt,
    DateTimeOffset CreatedAt
);
