using System.Globalization;
using System.Text;
using FakeStripe.State;
using Microsoft.AspNetCore.Http;

namespace FakeStripe.Http;

/// <summary>Answers one HTTP request: key, fault, idempotency, work, expansion, log.</summary>
internal sealed class ApiEndpoint(StripeAccount account, Routes routes, FaultRules faults, RequestLog log)
{
    private readonly ApiKeys _keys = new(account.Options);
    private readonly IdempotencyStore _idempotency = new();
    private int _requests;

    public async Task Handle(HttpContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var requestId = string.Create(CultureInfo.InvariantCulture, $"req_{Interlocked.Increment(ref _requests):D14}");
        var fault = faults.Next(request.Method, request.Path.Value!);
        var (response, isReplayed) = await Answer(request, body, requestId, fault);
        if (fault?.IsAfterCommit == true)
        {
            log.Add(Record(request, body, 0, ""));
            await Task.Delay(fault.Delay, CancellationToken.None);
            context.Abort();
            return;
        }
        log.Add(Record(request, body, response.Status, response.Body));
        await Write(context, response, isReplayed);
    }

    private async Task<(ApiResponse Response, bool IsReplayed)> Answer(HttpRequest request, string body, string requestId, Fault? fault)
    {
        var key = HttpMethods.IsPost(request.Method) ? request.Headers["Idempotency-Key"].FirstOrDefault() : null;
        try
        {
            _keys.Check(request);
            if (fault is { Error: { } error, IsKept: false })
                return (Refused(error, requestId, fault.RetryAfter), false);
            if (key is not null && _idempotency.Begin(key, $"{request.Method} {request.Path}?{body}") is { } stored)
                return (stored, true);
        }
        catch (StripeError refusal)
        {
            return (Refused(refusal, requestId), false);
        }
        if (fault is { IsAfterCommit: false })
            await Task.WhenAll(Task.Delay(fault.Delay, CancellationToken.None), fault.Released);
        var response = fault?.Error is { } kept ? Refused(kept, requestId) : Work(request, body, requestId, key);
        if (key is not null)
            _idempotency.Complete(key, response);
        return (response, false);
    }

    private ApiResponse Work(HttpRequest request, string body, string requestId, string? key)
    {
        try
        {
            var (handle, places) = routes.Find(request.Method, request.Path.Value!);
            var form = FormBody.Read(request.QueryString.Value!.TrimStart('?'), body);
            var call = new ApiCall(request.Method, request.Path.Value!, form, places, requestId, key);
            return new(
                200,
                account.Do(
                    call,
                    () =>
                    {
                        var answer = handle(call).Copy();
                        Expansion.Apply(answer, form.Texts("expand"), account);
                        NestedLists.Shorten(answer);
                        return answer.ToJsonString();
                    }
                ),
                requestId
            );
        }
        catch (StripeError refusal)
        {
            return Refused(refusal, requestId);
        }
    }

    private static ApiResponse Refused(StripeError error, string requestId, int? retryAfter = null) =>
        new(error.Status, error.Body(requestId).ToJsonString(), requestId, retryAfter);

    private async Task Write(HttpContext context, ApiResponse response, bool isReplayed)
    {
        var headers = context.Response.Headers;
        context.Response.StatusCode = response.Status;
        context.Response.ContentType = "application/json";
        headers["Request-Id"] = response.RequestId;
        headers["Stripe-Version"] = context.Request.Headers["Stripe-Version"].FirstOrDefault() ?? account.Options.ApiVersion;
        if (context.Request.Headers["Idempotency-Key"].FirstOrDefault() is { } key)
            headers["Idempotency-Key"] = key;
        if (isReplayed)
            headers["Idempotent-Replayed"] = "true";
        if (response.RetryAfter is { } seconds)
            headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await context.Response.WriteAsync(response.Body, context.RequestAborted);
    }

    private static RecordedExchange Record(HttpRequest request, string body, int status, string response) =>
        new(
            request.Method,
            request.Path.Value!,
            request.QueryString.Value!.TrimStart('?'),
            body,
            request
                .Headers.Where(header => !header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
                .ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
            status,
            response
        );
}
