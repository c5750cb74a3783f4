using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Channels.Public;

/// <summary>What a browser receives of a message by web push. Service workers show it.</summary>
/// <param name="Title">One line.</param>
/// <param name="Text">Plain text, which is cut if the notification would become too large.</param>
/// <param name="Link">Address that it opens; null for none.</param>
/// <param name="Id">The same in every attempt. Service workers use it as tag, so that a repeated message replaces itself.</param>
public sealed record PushNotification(string Title, string Text, string? Link, string Id)
{
    /// <summary>Most bytes of the JSON. Push services accept 4,096, of which the encryption takes 103.</summary>
    public const int MaxBytes = 3_993;

    private const int MaxTitle = 200,
        MaxLinkBytes = 2_000;

    private static readonly JsonSerializerOptions s_options = Json.Configure(
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping } // it is never part of a page
    );

    public static PushNotification Of(SourcedMessage message, string id)
    {
        var (title, text) = (MessageFormat.Cut(MessageFormat.Line(message.Title), MaxTitle), MessageFormat.Clean(message.Text).Trim());
        var link = message.Link is { } address && System.Text.Encoding.UTF8.GetByteCount(address) <= MaxLinkBytes ? address : null; // an address can't be cut
        var whole = new PushNotification(title, text, link, id);
        if (whole.ToBytes().Length <= MaxBytes)
            return whole;
        var characters = StringInfo.ParseCombiningCharacters(text); // starts of what people see as characters
        var (fits, tooMany) = (0, characters.Length);
        while (tooMany - fits > 1)
        {
            var middle = (fits + tooMany) / 2;
            if (Cut(middle).ToBytes().Length <= MaxBytes)
                fits = middle;
            else
                tooMany = middle;
        }
        return Cut(fits);

        PushNotification Cut(int count) => whole with { Text = text[..characters[count]].TrimEnd() + "…" };
    }

    /// <returns>UTF-8.</returns>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, s_options);
}
