using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OwnerConsole.Ui.Theme;

/// <summary>Result that renders a component completely before it writes the response.</summary>
/// <remarks>The framework's RazorComponentResult buffers each text fragment and checks every component for render modes that these pages don't use, which doubles the rendering time.</remarks>
public sealed class ComponentResult(Type component, params IReadOnlyList<(string Name, object? Value)> parameters) : IResult
{
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Registers the services that rendering needs.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.AddScoped<ComponentRequest>().AddScoped<AntiforgeryStateProvider>(scope => scope.GetRequiredService<ComponentRequest>());
        services.AddCascadingValue(scope => scope.GetRequiredService<ComponentRequest>().Context);
    }

    public async Task ExecuteAsync(HttpContext context)
    {
        var services = context.RequestServices;
        services.GetRequiredService<ComponentRequest>().Context = context;
        var given = ParameterView.FromDictionary(parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal));
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var page = await renderer.RenderComponentAsync(component, given);
            context.Response.StatusCode = Status;
            context.Response.ContentType = "text/html; charset=utf-8";
            await using var text = new ResponseTextWriter(context.Response.BodyWriter);
            page.WriteHtmlTo(text);
        });
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
