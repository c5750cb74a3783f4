using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tenants.Notes.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Notes;

/// <summary>What the team keeps about a tenant: notes and tags.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<Panel> Panels => [new("tenant.overview", "note.read", 30, Draw)];

    public override void AddServices(IServiceCollection services) => services.AddSingleton<NoteList>();

    public override void MapRoutes(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/v1/tenants/{id}/notes", List)
            .Says("List the team's notes about a tenant, the newest first.")
            .Answers<Kernel.Data.Page<Note>>()
            .Needs("note.read");

    private static async Task<RenderFragment> Draw(IServiceProvider services, PanelPlace place, Work work)
    {
        var notes = services.GetRequiredService<NoteList>();
        return Page.Of<NotesPanel>(
            (nameof(NotesPanel.Notes), await notes.Find(place.Id, work)),
            (nameof(NotesPanel.Tags), await notes.Tags(place.Id, work)),
            (nameof(NotesPanel.Place), place)
        );
    }

    private static async Task<IResult> List(HttpContext context, string id, NoteList notes, Database database)
    {
        var caller = Caller.Of(context)!;
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await Subjects.Tenant(caller, id, work);
        return Results.Json(new Kernel.Data.Page<Note>(await notes.Find(tenantId, work), null, null), Json.Options);
    }
}
