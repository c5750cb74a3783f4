using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OwnerConsole.Ui.Theme;

/// <summary>Result of a portal route: a complete page in the portal's layout, without the console's navigation.</summary>
/// <param name="title">Document title.</param>
public sealed class PortalPageResult(string title, RenderFragment content) : IResult
{
    public int Status { get; init; } = StatusCodes.Status200OK;

    public Task ExecuteAsync(HttpContext context) =>
        new ComponentResult(context.RequestServices.GetRequiredService<PortalFrame>().Component, ("Title", title), ("Content", content))
        {
            Status = Status,
        }.ExecuteAsync(context);
}
