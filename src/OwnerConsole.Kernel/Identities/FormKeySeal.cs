using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Seals the framework's keys before they are stored; it finds this type again by the name in the XML.</summary>
public sealed class FormKeySeal(IServiceProvider services) : IXmlEncryptor, IXmlDecryptor
{
    private const string Owner = "console";

    /// <summary>The framework's XML, with the box inside of it.</summary>
    public static readonly SealedColumn Keys = new("auth.dp_keys", "xml", "form-key", "name")
    {
        Owner = $"'{Owner}'",
        IsOwned = false,
        Box = "decode(substring(xml from '<sealed[^>]*>([^<]+)<'), 'base64')",
        Put = """regexp_replace(xml, '(<sealed[^>]*>)[^<]+', '\1' || translate(encode(s.made, 'base64'), E'\n', ''))""",
    };

    private readonly SecretBox _box = services.GetRequiredService<SecretBox>();

    public EncryptedXmlInfo Encrypt(XElement plaintextElement) =>
        new(new("sealed", Convert.ToBase64String(_box.Seal(Keys.Kind, Owner, Encoding.UTF8.GetBytes(plaintextElement.ToString())))), typeof(FormKeySeal));

    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(Encoding.UTF8.GetString(_box.Open(Keys.Kind, Owner, Convert.FromBase64String(encryptedElement.Value))));
}
