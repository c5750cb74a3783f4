using System.Diagnostics;
using OwnerConsole.Data;
using OwnerConsole.Revenue.Stripe.Accounts;

namespace OwnerConsole.Revenue.Stripe.Calls;

/// <summary>Measures each call of Stripe's API until the headers of its answer, also each of its retries.</summary>
public sealed class StripeCallMeter(StripeCallCounter calls, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>Longest time of a call.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <summary>A timer can be slightly early.</summary>
    private static readonly TimeSpan s_timeout = Timeout - TimeSpan.FromSeconds(1);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            Count(request, StripeCallOutcomes.Of(response.StatusCode), Stopwatch.GetElapsedTime(started));
            return response;
        }
        catch
        {
            var took = Stopwatch.GetElapsedTime(started);
            // A call that the console itself has cancelled, for example because it stops, says nothing about Stripe. A connection that is not made in time
            // throws the same exception, but then no one has cancelled the call.
            if (!cancellationToken.IsCancellationRequested || took >= s_timeout)
                Count(request, StripeCallOutcome.Failed, took);
            throw;
        }
    }

    private void Count(HttpRequestMessage request, StripeCallOutcome outcome, TimeSpan took)
    {
        var isTest = request.Headers.Authorization?.Parameter is { } key && StripeKey.IsOf(key, Mode.Test);
        calls.Count(isTest ? Mode.Test : Mode.Live, outcome, took);
    }
}
