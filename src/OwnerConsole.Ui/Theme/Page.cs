using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
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

    public async Task ExecuteAsync(HttpContext context)
    {
        var frame = context.RequestServices.GetRequiredService<Frame>();
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["Title"] = title,
            ["Content"] = content,
            ["Dialog"] = Dialog,
        };
        context.Response.Headers.Append("Vary", "HX-Request-Type");
        // Rendering adds a header for Blazor's own navigation, which these pages don't have; and it adds it once more when an error is drawn instead.
        context.Response.Headers.Remove("blazor-enhanced-nav");
        context.Response.OnStarting(
            static state =>
            {
                ((HttpResponse)state).Headers.Remove("blazor-enhanced-nav");
                return Task.CompletedTask;
            },
            context.Response
        );
        await new RazorComponentResult(context.IsPartial() ? typeof(Fragment) : frame.Component, parameters)
        {
            StatusCode = Status,
            PreventStreamingRendering = true,
        }.ExecuteAsync(context);
    }
}
