using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Ui.Theme;

/// <summary>Result of a page route: the complete page for a browser, or its content alone for an htmx fragment request.</summary>
/// <param name="title">Document title, without the product name.</param>
public sealed class PageResult(string title, RenderFragment content) : IResult
{
    /// <summary>Dialog that is open on the page, if the address names one.</summary>
    public RenderFragment? Dialog { get; init; }

    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Creates a render fragment of a component with its parameters.</summary>
    public static RenderFragment Of<T>(params (string Name, object? Value)[] parameters)
        where T : IComponent =>
        builder =>
        {
            builder.OpenComponent<T>(0);
            foreach (var (name, value) in parameters)
                builder.AddComponentParameter(1, name, value);
            builder.CloseComponent();
        };

    public Task ExecuteAsync(HttpContext context)
    {
        var frame = context.RequestServices.GetRequiredService<Frame>();
        context.Response.Headers.Append("Vary", "HX-Request-Type");
        return new ComponentResult(context.IsPartial() ? typeof(Fragment) : frame.Component, ("Title", title), ("Content", content), ("Dialog", Dialog))
        {
            Status = Status,
        }.ExecuteAsync(context);
    }
}
