using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Gates;

/// <summary>Turns every error into a response with one actionable sentence: problem+json (RFC 9457) for programs, a toast for htmx, a page for browsers.</summary>
internal sealed class ErrorMiddleware(RequestDelegate next, ILogger<ErrorMiddleware> log)
{
    public async Task Invoke(HttpContext context)
    {
        try
        {
            await next(context);
            if (Empty(context.Response))
                await Write(context, OfStatus(context.Response.StatusCode));
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client disconnected, so no one reads the response.
            if (!context.Response.HasStarted)
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            await Write(context, Of(error, context));
        }
    }

    private Problem Of(Exception error, HttpContext context)
    {
        switch (error)
        {
            case Problem { Status: StatusCodes.Status404NotFound, Asked: [var asked] } missing when RequestKind.IsProgram(context):
                return missing.WithDetail(NotFoundHint.Of(asked, missing, Caller.Of(context)));
            case Problem problem:
                return problem;
            // The form reader throws this if the body is not a form.
            case InvalidOperationException { Source: "Microsoft.AspNetCore.Http" } when !IsForm(context.Request):
                return OfStatus(StatusCodes.Status415UnsupportedMediaType);
            // The form contains invalid text. The first reader throws, which is the antiforgery check.
            case not BadHttpRequestException when IsForm(context.Request) && IsUnreadable(error):
                return OfStatus(StatusCodes.Status400BadRequest);
            case BadHttpRequestException bad:
                return OfStatus(bad.StatusCode);
            case AntiforgeryValidationException { InnerException: BadHttpRequestException bad }:
                return OfStatus(bad.StatusCode);
            case PostgresException { SqlState: PostgresErrorCodes.DiskFull }:
                log.LogError(error, "The database disk is full; {Request} was not written", context.TraceIdentifier);
                return DiskSpaceGuard.Problem;
            case NpgsqlException { IsTransient: true }:
                log.LogError(
                    error,
                    "{Method} {Route}: the database did not respond to {Request}.",
                    context.Request.Method,
                    LoggedRoute.Of(context),
                    context.TraceIdentifier
                );
                return new(503, "database_away", "The database is not responding. Try again in a few seconds.") { RetryAfter = TimeSpan.FromSeconds(2) };
            default:
                log.LogError(
                    error,
                    "{Method} {Route} failed with request ID {Request}",
                    context.Request.Method,
                    LoggedRoute.Of(context),
                    context.TraceIdentifier
                );
                return new(
                    500,
                    "internal",
                    "Something went wrong on our side. No partial changes were made. The server log has details under this request ID."
                );
        }
    }

    // HasFormContentType reads headers that a handler may have left unread, and then throws.
    private static bool IsForm(HttpRequest request) =>
        request.ContentType is { } type
        && (
            type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        );

    private static bool IsUnreadable(Exception? error) =>
        error is InvalidDataException or NotSupportedException or IOException { Source: "Microsoft.AspNetCore.WebUtilities" } // UTF-7 is not supported
        || (error is AntiforgeryValidationException && error.InnerException is not BadHttpRequestException && IsUnreadable(error.InnerException));

    private static bool Empty(HttpResponse response) =>
        response is { HasStarted: false, StatusCode: >= 400, ContentLength: null or 0 } && string.IsNullOrEmpty(response.ContentType);

    private static Problem OfStatus(int status) =>
        status switch
        {
            400 => new(400, "bad_request", "The request is malformed: a value is missing or has the wrong format."),
            401 => new(401, "unauthenticated", "Sign in, or send an API key."),
            404 => new(404, "not_found", "No page or endpoint exists at this address."),
            405 => new(405, "method_not_allowed", "This endpoint does not support this method. See the Allow header for supported methods."),
            408 => new(408, "too_slow", "The request did not arrive in time. Retry it."),
            413 => new(413, "too_large", "The body exceeds the size limit of this endpoint. Split it into several requests."),
            414 => new(414, "address_too_long", "The address is too long. Send the data in the body."),
            415 => new(415, "unsupported_media_type", "This endpoint does not accept this Content-Type. Use application/json."),
            429 => new(429, "too_many_requests", "Too many requests. Wait a moment and try again."),
            431 => new(431, "headers_too_large", "The request headers are too large."),
            _ => new(
                status,
                status >= 500 ? "internal" : "bad_request",
                status >= 500 ? "Something went wrong on our side." : "The request could not be completed."
            ),
        };

    private static Task Write(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem.Status;
        if (problem.RetryAfter is { } after)
            context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(after.TotalSeconds)).ToString("0", CultureInfo.InvariantCulture);
        if (context.Response.Headers.ContainsKey("HX-Redirect"))
            return Task.CompletedTask;
        return RequestKind.IsProgram(context) ? ErrorJson.Write(context, problem) : ErrorPages.Write(context, problem);
    }
}
