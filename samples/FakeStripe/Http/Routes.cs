using System.Text.Json.Nodes;

namespace FakeStripe.Http;

/// <summary>Endpoints of the API by method and path. A fixed segment wins over a placeholder.</summary>
internal sealed class Routes
{
    private readonly List<(string Method, string[] Segments, Func<ApiCall, JsonObject> Handle)> _routes = [];

    public void Get(string path, Func<ApiCall, JsonObject> handle) => _routes.Add(("GET", path.Split('/'), handle));

    public void Post(string path, Func<ApiCall, JsonObject> handle) => _routes.Add(("POST", path.Split('/'), handle));

    public void Delete(string path, Func<ApiCall, JsonObject> handle) => _routes.Add(("DELETE", path.Split('/'), handle));

    /// <exception cref="StripeError">404: no endpoint has this method and path.</exception>
    public (Func<ApiCall, JsonObject> Handle, IReadOnlyList<string> Places) Find(string method, string path)
    {
        var given = path.TrimEnd('/').Split('/');
        var found = _routes
            .Where(route => route.Method == method && Matches(route.Segments, given))
            .OrderBy(route => route.Segments.Count(IsPlace))
            .FirstOrDefault();
        return found.Handle is { } handle
            ? (handle, [.. given.Where((_, at) => IsPlace(found.Segments[at])).Select(Uri.UnescapeDataString)])
            : throw new StripeError(404, "invalid_request_error", $"Unrecognized request URL ({method}: {path}).") { Code = "url_invalid" };
    }

    private static bool Matches(string[] segments, string[] given) =>
        segments.Length == given.Length && segments.Zip(given).All(pair => pair.First == pair.Second || (IsPlace(pair.First) && pair.Second.Length > 0));

    private static bool IsPlace(string segment) => segment.StartsWith('{');
}
