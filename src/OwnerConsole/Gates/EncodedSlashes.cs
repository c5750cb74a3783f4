using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Patterns;

namespace OwnerConsole.Gates;

/// <summary>Decodes <c>%2F</c> in the application's own IDs. The server decodes every other escape in a path but not this one, because a slash would end the segment.</summary>
/// <remarks>Uses the raw request target: in the decoded path, <c>a%2Fb</c> and <c>a%252Fb</c> look the same. Applies only to <c>ext:</c> IDs; other path values never contain slashes.</remarks>
internal sealed class EncodedSlashes(RequestDelegate next)
{
    private const string External = "ext:";

    public Task InvokeAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (target.Contains("%2F", StringComparison.OrdinalIgnoreCase) && context.GetEndpoint() is RouteEndpoint { RoutePattern: var pattern })
            Decode(context.Request, target, pattern);
        return next(context);
    }

    private static void Decode(HttpRequest request, string target, RoutePattern pattern)
    {
        var sent = Path(target).Split('/');
        var read = request.PathBase.Add(request.Path).Value!.Split('/'); // a path starts with a slash
        if (sent.Length != read.Length)
            return; // the path has segments such as .., which the server has resolved
        var first = request.PathBase.HasValue ? request.PathBase.Value.Split('/').Length : 1;
        foreach (var (place, segment) in pattern.PathSegments.Index())
            if (segment is { IsSimple: true, Parts: [RoutePatternParameterPart { IsCatchAll: false } parameter] } && first + place < sent.Length)
                if (request.RouteValues[parameter.Name] is string value && value.StartsWith(External, StringComparison.Ordinal))
                    request.RouteValues[parameter.Name] = Uri.UnescapeDataString(sent[first + place]);
    }

    /// <returns>The path without query, and without scheme and host if a proxy sent them.</returns>
    private static string Path(string target)
    {
        var path = target.Split('?', 2)[0];
        return path.StartsWith('/') ? path : new Uri(path).AbsolutePath;
    }
}
