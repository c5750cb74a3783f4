using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Trust.Team.Pages;
using OwnerConsole.Ui.Theme;
using OwnerConsole.Ui.Timelines;

namespace OwnerConsole.Trust.Team;

/// <summary>Everything about one person of the team.</summary>
public sealed class PersonRoutes(Database database, Sessions sessions, LogQuery log, PermissionWords words)
{
    private const int Lines = 15;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(TeamRoutes.Address + "/{id}", (HttpContext context, string id, PersonRoutes self) => self.Show(context, id)).Needs(TeamRoutes.Read);

    private async Task<IResult> Show(HttpContext context, string id)
    {
        var caller = Caller.Of(context)!; // the route needs a permission, so there is one
        var seen = await Find(caller, id, context.RequestAborted);
        return new Page(
            seen.Person.Name,
            Page.Of<PersonPage>((nameof(PersonPage.Seen), seen), (nameof(PersonPage.Words), words), (nameof(PersonPage.Caller), caller))
        );
    }

    /// <exception cref="Problem">404: nobody of the team has this id</exception>
    private async Task<PersonSeen> Find(Caller caller, string id, CancellationToken stop)
    {
        if (!TeamList.IsToldOf(caller))
            throw Problem.NotFound("person of the team", id);
        await using var look = await database.Look([IdSource.Platform], stop);
        var person = (await TeamList.People(look)).SingleOrDefault(one => one.Id == id) ?? throw Problem.NotFound("person of the team", id);
        var lines = caller.May(LogAddress.Permission) ? (await log.Find(LogFilter.For(caller) with { Actors = [id] }, null, Lines, look)).Data : [];
        return new(
            person,
            await look.One<RoleSince>("select opened_by, opened_at from auth.user_roles where user_id = @id and closed_by is null", new { id }),
            (await Standing.Of(id, look))!.Grants, // somebody of the team has some
            person.Role is { } role ? await Ceilings.OfRole(role, look) : [],
            (await Reporting.Of(look)).Currency,
            await sessions.Of(id, look),
            await look.List<PersonRun>(
                """
                select run_id, operation, state, subjects, started_at from core.runs
                 where asked_by = @id and state in ('waiting_approval', 'queued', 'running', 'waiting')
                 order by started_at desc
                """,
                new { id }
            ),
            lines,
            await SentenceReader.For(lines.SelectMany(line => line.Named), look)
        );
    }
}
