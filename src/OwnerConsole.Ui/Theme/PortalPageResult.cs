using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OwnerConsole.Ui.Theme;

/// <summary>Result of a portal route: a complete page in the portal's layout, without the console's navigation.</summary>
/// <param name="title">Document title.</param>
public sealed class PortalPageResult(string title, RenderFragment content) : IResult
{
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Whether the header contains the parts that modules add. Errors are shown without them.</summary>
    public bool HasHeader { get; init; } = true;

    public async Task ExecuteAsync(HttpContext context)
    {
        var frame = context.RequestServices.GetRequiredService<PortalFrame>();
        IReadOnlyList<RenderFragment> header = HasHeader && Status < StatusCodes.Status400BadRequest ? await frame.DrawHeader(context) : [];
        await new ComponentResult(frame.Component, ("Title", title), ("Content", content), ("Header", header)) { Status = Status }.ExecuteAsync(context);
    }
}
