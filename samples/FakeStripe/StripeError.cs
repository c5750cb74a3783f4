using System.Text.Json.Nodes;

namespace FakeStripe;

/// <summary>A refusal in Stripe's envelope.</summary>
public sealed class StripeError(int status, string type, string message) : Exception(message)
{
    public int Status => status;

    public string? Code { get; init; }

    public string? DeclineCode { get; init; }

    public string? Param { get; init; }

    /// <summary>Payment intent of a declined card.</summary>
    internal JsonObject? PaymentIntent { get; init; }

    public static StripeError Invalid(string message, string? param = null, string? code = null) =>
        new(400, "invalid_request_error", message) { Param = param, Code = code };

    public static StripeError Missing(string message, string param) => new(404, "invalid_request_error", message) { Param = param, Code = "resource_missing" };

    public static StripeError Card(string code, string? declineCode, string message = "Your card was declined.", JsonObject? intent = null) =>
        new(402, "card_error", message)
        {
            Code = code,
            DeclineCode = declineCode,
            PaymentIntent = intent,
        };

    internal JsonObject Body(string requestId)
    {
        var error = new JsonObject { ["type"] = type, ["message"] = Message };
        foreach (var (name, value) in new[] { ("code", Code), ("decline_code", DeclineCode), ("param", Param) })
            if (value is not null)
                error[name] = value;
        if (PaymentIntent is not null)
            error["payment_intent"] = PaymentIntent.DeepClone();
        error["request_log_url"] = $"https://dashboard.stripe.com/logs/{requestId}";
        return new() { ["error"] = error };
    }
}
