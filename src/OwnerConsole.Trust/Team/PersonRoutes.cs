using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Trust.Team.Pages;
using OwnerConsole.Ui.Theme;
using OwnerConsole.Ui.Timelines;

namespace OwnerConsole.Trust.Team;

/// <summary>Pages of current and former team members.</summary>
public sealed class PersonRoutes(Database database, Sessions sessions, LogQuery log, PermissionDescriber words)
{
    private const string RunRead = "operation.read";

    private const int Lines = 15;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet(TeamRoutes.Address + "/{id}", (HttpContext context, string id, PersonRoutes self) => self.Show(context, id))
            .RequirePermission(TeamRoutes.Read);

    private async Task<IResult> Show(HttpContext context, string id)
    {
        var caller = Caller.Of(context)!; // the route requires a permission
        if (!TeamList.CanSeeTeam(caller))
            throw Problem.NotFound("team member", id);
        await using var look = await database.ReadTenants([IdGenerator.Platform], context.RequestAborted);
        if ((await TeamList.People(look)).SingleOrDefault(teamMember => teamMember.Id == id) is { } person)
            return new PageResult(
                person.Name,
                PageResult.Of<PersonPage>(
                    (nameof(PersonPage.Seen), await ReadPage(caller, person, look)),
                    (nameof(PersonPage.Words), words),
                    (nameof(PersonPage.Caller), caller)
                )
            );
        var former = await FindFormer(id, look) ?? throw Problem.NotFound("team member", id);
        return new PageResult(
            former.Name,
            PageResult.Of<FormerPersonPage>(
                (nameof(FormerPersonPage.Person), former),
                (nameof(FormerPersonPage.Deeds), await ReadActivity(caller, id, look)),
                (nameof(FormerPersonPage.Caller), caller)
            )
        );
    }

    private async Task<PersonPageModel> ReadPage(Caller caller, TeamMember person, UnitOfWork look) =>
        new(
            person,
            await look.One<RoleAssignment>("select opened_by, opened_at from auth.user_roles where user_id = @Id and closed_by is null", new { person.Id }),
            (await CallerLookup.Find(person.Id, look))!.Grants, // team members always have permissions
            person.Role is { } role ? await Ceilings.OfRole(role, look) : [],
            (await ReportingSettings.Of(look)).Currency,
            await sessions.Of(person.Id, look),
            await ReadActivity(caller, person.Id, look)
        );

    private static Task<FormerPerson?> FindFormer(string id, UnitOfWork look) =>
        look.One<FormerPerson?>(
            """
            select u.id, u.name, u.email, d.opened_by, d.opened_at
              from auth.users u join auth.removals d on d.user_id = u.id and d.closed_by is null
             where u.id = @id
            """,
            new { id }
        );

    private async Task<PersonActivity> ReadActivity(Caller caller, string id, UnitOfWork look)
    {
        var runs = caller.Can(RunRead)
            ? await look.List<PersonRun>(
                """
                select run_id, operation, state, subjects, started_at from core.runs
                 where requested_by = @id and state in ('waiting_approval', 'queued', 'running', 'waiting')
                 order by started_at desc
                """,
                new { id }
            )
            : [];
        var lines = caller.Can(LogAddress.Permission) ? (await log.Find(LogFilter.For(caller) with { Actors = [id] }, null, Lines, look)).Data : [];
        return new(runs, lines, await SentenceRenderer.For(lines.SelectMany(line => line.NamedIds), look));
    }
}
