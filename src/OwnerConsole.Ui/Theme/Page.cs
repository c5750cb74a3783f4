using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Ui.Theme;

/// <summary>What a route answers with: the whole page for a browser, its middle alone for a fragment that htmx asked for.</summary>
/// <param name="title">of the document; the product's name is added</param>
public sealed class Page(string title, RenderFragment content) : IResult
{
    /// <summary>A dialog that stands open on the page, when the address says so.</summary>
    public RenderFragment? Dialog { get; init; }

    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>A component with its parameters, ready to be drawn.</summary>
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
        return new Drawn(context.IsPartial() ? typeof(Fragment) : frame.Component, ("Title", title), ("Content", content), ("Dialog", Dialog))
        {
            Status = Status,
        }.ExecuteAsync(context);
    }
}
