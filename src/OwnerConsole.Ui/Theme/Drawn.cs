using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OwnerConsole.Ui.Theme;

/// <summary>A component as an answer: drawn to its end, then written at once.</summary>
/// <remarks>The framework's own result for this keeps each piece of text apart until the end and looks at every component for ways to draw it that these pages don't have, which takes as long again as drawing.</remarks>
public sealed class Drawn(Type component, params IReadOnlyList<(string Name, object? Value)> parameters) : IResult
{
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>What components are drawn with.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.AddScoped<DrawnRequest>().AddScoped<AntiforgeryStateProvider>(scope => scope.GetRequiredService<DrawnRequest>());
        services.AddCascadingValue(scope => scope.GetRequiredService<DrawnRequest>().Context);
    }

    public async Task ExecuteAsync(HttpContext context)
    {
        var services = context.RequestServices;
        services.GetRequiredService<DrawnRequest>().Context = context;
        var given = ParameterView.FromDictionary(parameters.ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal));
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var page = await renderer.RenderComponentAsync(component, given);
            context.Response.StatusCode = Status;
            context.Response.ContentType = "text/html; charset=utf-8";
            await using var text = new ResponseText(context.Response.BodyWriter);
            page.WriteHtmlTo(text);
        });
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
