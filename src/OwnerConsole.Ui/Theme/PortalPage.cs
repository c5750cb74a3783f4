using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OwnerConsole.Ui.Theme;

/// <summary>What a route of a tenant's own pages answers with: a whole page, in a frame that knows nothing of the console's.</summary>
/// <param name="title">of the document</param>
public sealed class PortalPage(string title, RenderFragment content) : IResult
{
    public int Status { get; init; } = StatusCodes.Status200OK;

    public Task ExecuteAsync(HttpContext context) =>
        new Drawn(context.RequestServices.GetRequiredService<PortalFrame>().Component, ("Title", title), ("Content", content)) { Status = Status }.ExecuteAsync(
            context
        );
}
