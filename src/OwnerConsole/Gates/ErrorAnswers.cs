using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Npgsql;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Gates;

/// <summary>Every error leaves as one sentence the asker can use: problem+json (RFC 9457) for programs, a toast for htmx, a page for browsers.</summary>
internal sealed class ErrorAnswers(RequestDelegate next, ILogger<ErrorAnswers> log)
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
            // Nobody is there to read an answer.
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
            case Problem { Status: StatusCodes.Status404NotFound, Asked: [var asked] } missing when Answer.IsProgram(context):
                return missing.With(NotFoundHint.Of(asked, missing, Caller.Of(context)));
            case Problem problem:
                return problem;
            // What reads a form says so of a body that is none.
            case InvalidOperationException { Source: "Microsoft.AspNetCore.Http" } when !IsForm(context.Request):
                return OfStatus(StatusCodes.Status415UnsupportedMediaType);
            // A form that holds what no text can; whoever reads it first says so, and that is who looks for its token.
            case not BadHttpRequestException when IsForm(context.Request) && IsUnreadable(error):
                return OfStatus(StatusCodes.Status400BadRequest);
            case BadHttpRequestException bad:
                return OfStatus(bad.StatusCode);
            case AntiforgeryValidationException { InnerException: BadHttpRequestException bad }:
                return OfStatus(bad.StatusCode);
            case PostgresException { SqlState: PostgresErrorCodes.DiskFull }:
                log.LogError(error, "The database had no room for {Request}", context.TraceIdentifier);
                return Fullness.Problem;
            case NpgsqlException { IsTransient: true }:
                log.LogError(
                    error,
                    "{Method} {Path}: the database did not answer {Request}.",
                    context.Request.Method,
                    context.Request.Path,
                    context.TraceIdentifier
                );
                return new(503, "database_away", "The database does not answer just now. Try again in a few seconds.") { RetryAfter = TimeSpan.FromSeconds(2) };
            default:
                log.LogError(error, "{Method} {Path} failed as {Request}", context.Request.Method, context.Request.Path, context.TraceIdentifier);
                return new(500, "internal", "Something went wrong on our side. Nothing was half done; the log has the details under this request's id.");
        }
    }

    // HasFormContentType reads what a handler may have left half read, and throws then.
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
            400 => new(400, "bad_request", "The request can't be read: a value is missing or has the wrong form."),
            401 => new(401, "unauthenticated", "Sign in, or send an API key."),
            404 => new(404, "not_found", "There is nothing at this address."),
            405 => new(405, "method_not_allowed", "This address exists, but not for this method. The Allow header names those it has."),
            408 => new(408, "too_slow", "The request did not arrive in time. Send it again."),
            413 => new(413, "too_large", "The body is larger than this address takes. Send it in several requests."),
            414 => new(414, "address_too_long", "The address is too long. Put the data into the body."),
            415 => new(415, "unsupported_media_type", "This address does not take this Content-Type. The API takes application/json."),
            429 => new(429, "too_many_requests", "Too many requests. Wait a little and try again."),
            431 => new(431, "headers_too_large", "The headers are too large."),
            _ => new(
                status,
                status >= 500 ? "internal" : "bad_request",
                status >= 500 ? "Something went wrong on our side." : "The request can't be carried out."
            ),
        };

    private static Task Write(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem.Status;
        if (problem.RetryAfter is { } after)
            context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(after.TotalSeconds)).ToString("0", CultureInfo.InvariantCulture);
        if (Answer.IsFragment(context) && context.Response.Headers.ContainsKey("HX-Redirect"))
            return Task.CompletedTask;
        return Answer.IsProgram(context) ? ErrorJson.Write(context, problem) : ErrorPages.Write(context, problem);
    }
}
