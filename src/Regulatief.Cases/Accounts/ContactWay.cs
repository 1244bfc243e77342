namespace Regulatief.Cases.Accounts;

/// <summary>A way to reach somebody (contactwijze).</summary>
public enum ContactWay
{
    Phone,

    /// <summary>By a text or an app.</summary>
    TextMessage,
    Email,
    FaceToFace,
}
