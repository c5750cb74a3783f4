using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Describes endpoints for the API reference. A test fails for endpoints without a description.</summary>
public static class EndpointDescriptions
{
    /// <summary>Declares the request body, which is parsed strictly.</summary>
    public static RouteHandlerBuilder AcceptsJson<T>(this RouteHandlerBuilder route)
        where T : notnull => route.Accepts<T>("application/json");

    /// <summary>Adds a realistic example of the request body.</summary>
    public static RouteHandlerBuilder WithBodyExample(this RouteHandlerBuilder route, JsonElement example) => route.WithMetadata(new BodyExample(example));

    /// <summary>Declares a file as a response, in addition to JSON if that is declared too.</summary>
    public static RouteHandlerBuilder ProducesFile(this RouteHandlerBuilder route, params IReadOnlyList<string> mediaTypes) =>
        route.WithMetadata(new ProducedFile(mediaTypes));

    /// <param name="type">Text if omitted.</param>
    public static RouteHandlerBuilder WithQueryParameter(this RouteHandlerBuilder route, string name, string description, QueryType? type = null) =>
        route.WithMetadata(new QueryParameter(name, description, type ?? QueryType.Text));

    /// <inheritdoc cref="WithQueryParameter"/>
    public static RouteHandlerBuilder WithRequiredQueryParameter(this RouteHandlerBuilder route, string name, string description, QueryType? type = null) =>
        route.WithMetadata(new QueryParameter(name, description, type ?? QueryType.Text, IsRequired: true));

    /// <summary>Declares a paginated list.</summary>
    public static RouteHandlerBuilder WithPaging(this RouteHandlerBuilder route) =>
        route
            .WithQueryParameter("limit", "Page size, 1 to 500. Default 50.", QueryType.Integer(1, 500))
            .WithQueryParameter("cursor", "next_cursor of the previous page.");

    /// <summary>Declares a short list that the handler returns as a whole. It is paginated only when a limit is given.</summary>
    public static RouteHandlerBuilder WithListPaging(this RouteHandlerBuilder route) =>
        route
            .WithQueryParameter("limit", "Page size, 1 to 500. All items when omitted.", QueryType.Integer(1, 500))
            .WithQueryParameter("cursor", "next_cursor of the previous page.")
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
                    return answer is IValueHttpResult { Value: ICompleteList whole } ? whole.ToPageResult(limit, cursor) : answer;
                }
            );
}

public sealed record BodyExample(JsonElement Body);

/// <summary>Media types of the file that an endpoint returns.</summary>
public sealed record ProducedFile(IReadOnlyList<string> MediaTypes);

/// <summary>A query parameter of an endpoint.</summary>
public sealed record QueryParameter(string Name, string Description, QueryType Type, bool IsRequired = false);
