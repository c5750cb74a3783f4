using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OwnerConsole.Kernel.Outbound;

namespace OwnerConsole.Messaging.Channels.Transports;

/// <summary>Sends SMS and WhatsApp messages through Twilio.</summary>
/// <remarks>Twilio can't recognise a repeated request, so an interrupted one is looked up before the message is sent again.</remarks>
public sealed class TwilioTransport(VendorHttp http, VendorAddresses addresses) : IChannelTransport
{
    /// <summary>Longest text that Twilio accepts.</summary>
    private const int MaxBody = 1_600;

    /// <summary>Prefix of phone numbers on WhatsApp.</summary>
    internal const string Whatsapp = "whatsapp:";

    /// <summary>Messages that a lookup reads: the latest to the phone number.</summary>
    private const int LookupSize = 50;

    /// <summary>Largest difference between the clocks of Twilio and this machine.</summary>
    private static readonly TimeSpan s_clockDifference = TimeSpan.FromMinutes(2);

    public bool Supports(ChannelKind kind) => kind.IsByPhone();

    public async Task<SendResult> Send(PreparedMessage prepared, CancellationToken stop)
    {
        using var request = Request(prepared, HttpMethod.Post, "");
        request.Content = new FormUrlEncodedContent(Form(prepared));
        var answer = await http.Send(request, stop);
        var response = VendorJson.Read(answer.Body);
        if (answer.IsSuccess)
            return new(SendOutcome.Accepted, answer.Status, VendorJson.Text(response, "status") ?? "") { VendorId = VendorJson.Text(response, "sid") };
        var code = VendorJson.Text(response, "code");
        if (answer.Status == 401)
            return new(SendOutcome.Unavailable, 401, answer.Excerpt) { Code = code, Reason = "Twilio doesn't accept the auth token. Enter the current one." };
        return answer.FindTemporary("Twilio") is { } temporary
            ? temporary with
            {
                Code = code,
            }
            : new(SendOutcome.Rejected, answer.Status, answer.Excerpt) { Code = code, Reason = TwilioErrors.Explain(code) };
    }

    public async Task<SendResult?> FindSent(PreparedMessage prepared, DateTimeOffset since, Func<string, Task<bool>> isKnown, CancellationToken stop)
    {
        using var request = Request(
            prepared,
            HttpMethod.Get,
            $"?To={Uri.EscapeDataString(To(prepared))}&PageSize={LookupSize.ToString(CultureInfo.InvariantCulture)}"
        );
        var answer = await http.Send(request, stop);
        var response = VendorJson.Read(answer.Body);
        if (!answer.IsSuccess || response.ValueKind is not JsonValueKind.Object || !response.TryGetProperty("messages", out var messages))
            return (
                answer.FindTemporary("Twilio")
                ?? new(SendOutcome.Unavailable, answer.Status, answer.Excerpt) { Reason = "Twilio didn't say whether it received the message." }
            ) with
            {
                IsUncertain = true, // so that it is looked up again
            };
        var text = prepared.UsesTemplate ? null : Text(prepared); // a trial account adds a text before it
        foreach (var message in messages.EnumerateArray())
            if (
                VendorJson.Text(message, "sid") is { } sid
                && VendorJson.Text(message, "to") == To(prepared)
                && VendorJson.Text(message, "direction") is not "inbound"
                && (text is null || VendorJson.Text(message, "body")?.Trim().EndsWith(text, StringComparison.Ordinal) == true)
                && DateTimeOffset.TryParse(VendorJson.Text(message, "date_created"), CultureInfo.InvariantCulture, out var created)
                && created >= since - s_clockDifference
                && !await isKnown(sid)
            )
                return new(SendOutcome.Accepted, answer.Status, VendorJson.Text(message, "status") ?? "") { VendorId = sid };
        return null;
    }

    private static Dictionary<string, string> Form(PreparedMessage prepared)
    {
        var sender = prepared.Channel.Sender!; // never null for Twilio
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["To"] = To(prepared) };
        if (sender.StartsWith("MG", StringComparison.Ordinal) && sender.Length == 34)
            form["MessagingServiceSid"] = sender;
        else
            form["From"] = Number(prepared.Channel, sender);
        if (!prepared.UsesTemplate)
        {
            form["Body"] = Text(prepared);
        }
        else
        {
            form["ContentSid"] = prepared.Channel.ContentSid!; // the caller checks it
            if (prepared.Channel.ContentVariables is { } variables)
                form["ContentVariables"] = MessageTemplate.Fill(variables, prepared.MessageId, prepared.Message, DateTimeOffset.UnixEpoch);
        }
        if (prepared.StatusUrl is { } url)
            form["StatusCallback"] = url;
        return form;
    }

    private static string Text(PreparedMessage prepared) => MessageFormat.Join(prepared.Message, MaxBody);

    private static string To(PreparedMessage prepared) => Number(prepared.Channel, prepared.Address!); // never null for Twilio

    private static string Number(Channel channel, string number) => channel.Kind is ChannelKind.TwilioWhatsapp ? Whatsapp + number : number;

    private HttpRequestMessage Request(PreparedMessage prepared, HttpMethod method, string query)
    {
        var account = prepared.Channel.Account!; // never null for Twilio
        var request = new HttpRequestMessage(method, new Uri(addresses.Twilio, $"/2010-04-01/Accounts/{account}/Messages.json{query}"));
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account}:{prepared.Secrets.Secret}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        return request;
    }
}
