using Microsoft.AspNetCore.Mvc;
using OwnerConsole.Client;
using StudioApp.Looks;
using StudioApp.SignIns;

namespace StudioApp.Files;

/// <summary>Pages of uploaded files.</summary>
internal static class FileRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var staff = routes.MapGroup("/files").RequireAuthorization(SignedInUser.Staff);
        staff.MapGet("", Show);
        staff.MapPost("", Store);
        staff.MapGet("/{file}", Open);
        staff.MapPost("/{file}/remove", Remove);
    }

    private static async Task<IResult> Show(HttpContext context, FileStore files) =>
        PageRenderer.Render<FilesPage>(context, ("Files", await files.Of(SignedInUser.Of(context)!.Studio, context.RequestAborted))); // staff is signed in

    private static async Task<IResult> Store(IFormFile file, HttpContext context, FileStore files, OwnerConsoleClient console)
    {
        if (file.Length is 0 or > FileStore.MaxBytes)
            return Results.BadRequest();
        using var content = new MemoryStream();
        await file.CopyToAsync(content, context.RequestAborted);
        var visitor = SignedInUser.Of(context)!;
        var id = await files.Store(
            visitor.Studio,
            visitor.Person,
            Path.GetFileName(file.FileName),
            file.ContentType,
            content.ToArray(),
            context.RequestAborted
        );
        await console.Report(
            new("file.stored", visitor.Studio)
            {
                Id = id,
                Member = visitor.Person,
                Data = new { Bytes = content.Length },
            },
            context.RequestAborted
        );
        return Results.Redirect("/files");
    }

    /// <summary>Serves files only as downloads, so that an uploaded file never runs as a page of this site.</summary>
    private static async Task<IResult> Open(string file, HttpContext context, FileStore files) =>
        await files.Open(SignedInUser.Of(context)!.Studio, file, context.RequestAborted) is var (name, type, content)
            ? Results.File(content, type, name)
            : Results.NotFound();

    private static async Task<IResult> Remove(string file, [FromForm] string name, HttpContext context, FileStore files)
    {
        await files.Remove(SignedInUser.Of(context)!.Studio, file, context.RequestAborted);
        return Results.Redirect("/files");
    }
}
