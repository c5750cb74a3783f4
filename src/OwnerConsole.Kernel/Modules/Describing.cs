using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

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
}

public sealed record BodyExample(JsonElement Body);

/// <summary>A value of the query string that an endpoint reads.</summary>
public sealed record QueryValue(string Name, string Says);
