using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace StudioApp.Looks;

/// <summary>A page as an answer.</summary>
internal static class Page
{
    /// <param name="given">the page's parameters by name, beside the context that every page has</param>
    public static RazorComponentResult Of<T>(HttpContext context, params (string Name, object? Value)[] given)
        where T : IComponent => new(typeof(T), given.Append(("Context", context)).ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal));
}
