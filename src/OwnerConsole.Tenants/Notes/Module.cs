using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tenants.Notes.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Notes;

/// <summary>Internal notes about tenants and members, and their tags.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<Panel> Panels => [new("tenant.overview", "note.read", 30, Draw), new("member.overview", "note.read", 30, DrawOfPerson)];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<NoteList>()
            .AddSingleton<IOptionSource, TagSource>()
            .AddSingleton(NoteExportParts.Notes)
            .AddSingleton(NoteExportParts.Tags)
            .AddSingleton(NoteExportParts.MemberTags);

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/v1/tenants/{id}/notes", List)
            .WithSummary("List your team's notes about a tenant, newest first.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<Note>>()
            .RequirePermission("note.read");
        routes
            .MapGet("/api/v1/members/{id}/notes", ListOfPerson)
            .WithSummary("List your team's notes about a member, newest first.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<Note>>()
            .RequirePermission("note.read");
    }

    private static async Task<RenderFragment> Draw(IServiceProvider services, PanelPlace place, UnitOfWork work)
    {
        var notes = services.GetRequiredService<NoteList>();
        return PageResult.Of<NotesPanel>(
            (nameof(NotesPanel.Notes), await notes.Find(place.Id, null, work)),
            (nameof(NotesPanel.Tags), await notes.Tags(place.Id, work)),
            (nameof(NotesPanel.Place), place)
        );
    }

    private static async Task<RenderFragment> DrawOfPerson(IServiceProvider services, PanelPlace place, UnitOfWork work)
    {
        var member = await SubjectResolver.Member(place, work);
        return PageResult.Of<MemberNotesPanel>(
            (nameof(MemberNotesPanel.Notes), await services.GetRequiredService<NoteList>().Find(member.TenantId, member.Id, work)),
            (nameof(MemberNotesPanel.Place), place)
        );
    }

    private static Task<IResult> List(HttpContext context, string id, NoteList notes, Database database) =>
        Answer(context, notes, database, async (caller, work) => (await SubjectResolver.Tenant(caller, id, work), null));

    private static Task<IResult> ListOfPerson(HttpContext context, string id, NoteList notes, Database database) =>
        Answer(
            context,
            notes,
            database,
            async (caller, work) =>
            {
                var member = await SubjectResolver.Member(caller, id, work);
                return (member.TenantId, member.Id);
            }
        );

    private static async Task<IResult> Answer(
        HttpContext context,
        NoteList notes,
        Database database,
        Func<Caller, UnitOfWork, Task<(string TenantId, string? MemberId)>> about
    )
    {
        await using var work = await database.Read(context.RequestAborted);
        var (tenant, member) = await about(Caller.Of(context)!, work); // the routes require a permission, so the caller is signed in
        return Results.Json(new OwnerConsole.Data.Page<Note>(await notes.Find(tenant, member, work), null, null), Json.ResponseOptions);
    }
}
