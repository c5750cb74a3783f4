using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Describes endpoints for the API reference. A test fails for endpoints without a description.</summary>
public static class Describing
{
    /// <param name="says">One line that starts with a verb.</param>
    public static RouteHandlerBuilder Says(this RouteHandlerBuilder route, string says) => route.WithSummary(says);

    /// <summary>Declares the request body, which is parsed strictly.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder route)
        where T : notnull => route.Accepts<T>("application/json");

    /// <summary>Adds a realistic example of the request body.</summary>
    public static RouteHandlerBuilder Like(this RouteHandlerBuilder route, JsonElement example) => route.WithMetadata(new BodyExample(example));

    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route, int status = StatusCodes.Status200OK) => route.Produces<T>(status);

    public static RouteHandlerBuilder Reads(this RouteHandlerBuilder route, string name, string says) => route.WithMetadata(new QueryValue(name, says));

    /// <summary>Declares a paginated list.</summary>
    public static RouteHandlerBuilder Pages(this RouteHandlerBuilder route) =>
        route.Reads("limit", "Page size, 1 to 500. Default 50.").Reads("cursor", "next_cursor of the previous page.");

    /// <summary>Declares a short list that the handler returns as a whole. It is paginated only when a limit is given.</summary>
    public static RouteHandlerBuilder PagesWhole(this RouteHandlerBuilder route) =>
        route
            .Reads("limit", "Page size, 1 to 500. All items when omitted.")
            .Reads("cursor", "next_cursor of the previous page.")
            .AddEndpointFilter(
                async (call, next) =>
                {
                    var request = call.HttpContext.Request;
                    var (limit, cursor) = (request.Text("limit") is null ? int.MaxValue : request.Limit(), request.Text("cursor"));
                    // The handler reads only its filters and rejects paging parameters.
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

/// <summary>A query parameter of an endpoint.</summary>
public sealed record QueryValue(string Name, string Says);
