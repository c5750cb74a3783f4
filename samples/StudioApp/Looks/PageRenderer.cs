using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace StudioApp.Looks;

/// <summary>Creates responses from pages.</summary>
internal static class PageRenderer
{
    /// <param name="given">Parameters of the page by name, in addition to the context.</param>
    public static RazorComponentResult Render<T>(HttpContext context, params (string Name, object? Value)[] given)
        where T : IComponent => new(typeof(T), given.Append(("Context", context)).ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal));
}
