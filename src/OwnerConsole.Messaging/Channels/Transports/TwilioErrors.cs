namespace OwnerConsole.Messaging.Channels.Transports;

/// <summary>Explains error codes of Twilio.</summary>
/// <remarks>Source: Twilio's dictionary of error codes.</remarks>
internal static class TwilioErrors
{
    /// <summary>The recipient has replied STOP to this sender.</summary>
    public const string Unsubscribed = "21610";

    public static string Explain(string? code) =>
        code switch
        {
            "21211" or "21217" or "21401" => "The phone number of the recipient is invalid.",
            "21212" or "21606" or "21659" or "63007" => "The sender doesn't belong to the Twilio account, or can't send these messages.",
            "21408" => "The Twilio account doesn't allow messages to this country.",
            "21608" => "A trial account of Twilio sends only to verified phone numbers.",
            Unsubscribed => "The recipient replied STOP to this sender.",
            "21612" => "The sender can't send messages to this phone number.",
            "21614" or "30006" => "The phone number can't receive SMS: it isn't a mobile phone, or its carrier can't be reached.",
            "21617" or "21658" => "The text is too long.",
            "21656" => "The variables of the template are invalid.",
            "30003" => "The phone is switched off or not available.",
            "30004" => "The recipient or the carrier blocked the message.",
            "30005" => "The phone number doesn't exist any more.",
            "30007" => "The carrier filtered the message as unwanted.",
            "30008" => "The carrier gave no reason.",
            "30034" => "The sender isn't registered for SMS to numbers in the USA (A2P 10DLC).",
            "63003" or "63024" => "The recipient doesn't use WhatsApp with this phone number.",
            "63016" => "WhatsApp allows only templates more than 24 hours after the last message of the recipient.",
            "63032" => "WhatsApp refused the message because of one of its limits.",
            null => "Twilio refused the message.",
            _ => $"Twilio refused the message with error {code}.",
        };
}
