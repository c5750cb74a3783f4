using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>What the API's description says of an endpoint; a test refuses endpoints that say nothing.</summary>
public static class Describing
{
    /// <param name="says">one line, verb first</param>
    public static RouteHandlerBuilder Says(this RouteHandlerBuilder route, string says) => route.WithSummary(says);

    /// <summary>The body that is read, strictly.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder route)
        where T : notnull => route.Accepts<T>("application/json");

    /// <summary>A body as it could really be sent.</summary>
    public static RouteHandlerBuilder Like(this RouteHandlerBuilder route, JsonElement example) => route.WithMetadata(new BodyExample(example));

    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route, int status = StatusCodes.Status200OK) => route.Produces<T>(status);

    public static RouteHandlerBuilder Reads(this RouteHandlerBuilder route, string name, string says) => route.WithMetadata(new QueryValue(name, says));

    /// <summary>A list that is read in pages.</summary>
    public static RouteHandlerBuilder Pages(this RouteHandlerBuilder route) =>
        route.Reads("limit", "how many at once, 1 to 500; 50 when it is left out").Reads("cursor", "next_cursor of the page before");

    /// <summary>A short list, which its handler makes as a whole: all of it is answered unless a limit is given.</summary>
    public static RouteHandlerBuilder PagesWhole(this RouteHandlerBuilder route) =>
        route
            .Reads("limit", "how many at once, 1 to 500; all when it is left out")
            .Reads("cursor", "next_cursor of the page before")
            .AddEndpointFilter(
                async (call, next) =>
                {
                    var request = call.HttpContext.Request;
                    var (limit, cursor) = (request.Text("limit") is null ? int.MaxValue : request.Limit(), request.Text("cursor"));
                    // The handler knows its filters and nothing of pages.
                    request.Query = new QueryCollection(
                        request
                            .Query.Where(part => part.Key is not ("limit" or "cursor"))
                            .ToDictionary(part => part.Key, part => part.Value, StringComparer.Ordinal)
                    );
                    var answer = await next(call);
                    return answer is IValueHttpResult { Value: IWholeList whole } ? whole.Answer(limit, cursor) : answer;
                }
            );
}

public sealed record BodyExample(JsonElement Body);

/// <summary>A value of the query string that an endpoint reads.</summary>
public sealed record QueryValue(string Name, string Says);
