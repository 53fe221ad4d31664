"""The names that V2 and V3 take: samplers, upscalers, preprocessors."""

# Both wires know these; V2 knows ten more.
SHARED_SAMPLERS = frozenset(
    {
        "Euler a",
        "Euler",
        "LMS",
        "Heun",
        "DPM2",
        "DPM2 a",
        "DPM++ 2S a",
        "DPM++ 2M",
        "DPM++ SDE",
        "DPM fast",
        "DPM adaptive",
        "LMS Karras",
        "DPM2 Karras",
        "DPM2 a Karras",
        "DPM++ 2S a Karras",
        "DPM++ 2M Karras",
        "DPM++ SDE Karras",
        "DDIM",
        "PLMS",
        "UniPC",
    }
)
V2_SAMPLERS = SHARED_SAMPLERS | {
    "DPM++ 2M SDE",
    "DPM++ 2M SDE Karras",
    "DPM++ 2M SDE Exponential",
    "DPM++ 2M SDE Heun",
    "DPM++ 2M SDE Heun Karras",
    "DPM++ 2M SDE Heun Exponential",
    "DPM++ 3M SDE",
    "DPM++ 3M SDE Karras",
    "DPM++ 3M SDE Exponential",
    "Restart",
}
DEFAULT_SAMPLER = "Euler a"

# One model of V3 has a sampler of its own, and takes no other.
FLOW_SAMPLER = "FlowMatchEuler"
FLOW_MODEL = "sd3_base_medium.safetensors"

V2_UPSCALERS = frozenset({"Latent", "ESRGAN_4x", "R-ESRGAN 4x+", "R-ESRGAN 4x+ Anime6B"})
V3_UPSCALERS = frozenset({"RealESRGAN_x4plus_anime_6B", "RealESRNet_x4plus", "Latent"})

IP_ADAPTERS = frozenset({"ip-adapter_sd15.bin", "ip-adapter_sdxl.bin"})

REFINER_MODEL = "sd_xl_refiner_1.0.safetensors"

V2_PREPROCESSORS = frozenset(
    {
        "none",
        "canny",
        "depth",
        "depth_leres",
        "depth_leres++",
        "hed",
        "hed_safe",
        "mediapipe_face",
        "mlsd",
        "normal_map",
        "openpose",
        "openpose_hand",
        "openpose_face",
        "openpose_faceonly",
        "openpose_full",
        "clip_vision",
        "color",
        "pidinet",
        "pidinet_safe",
        "pidinet_sketch",
        "pidinet_scribble",
        "scribble_xdog",
        "scribble_hed",
        "segmentation",
        "threshold",
        "depth_zoe",
        "normal_bae",
        "oneformer_coco",
        "oneformer_ade20k",
        "lineart",
        "lineart_coarse",
        "lineart_anime",
        "lineart_standard",
        "shuffle",
        "tile_resample",
        "invert",
        "lineart_anime_denoise",
        "reference_only",
        "reference_adain",
        "reference_adain+attn",
        "inpaint",
        "inpaint_only",
        "inpaint_only+lama",
        "tile_colorfix",
        "tile_colorfix+sharp",
        "depth_anything",
    }
)

V3_PREPROCESSORS = frozenset(
    {
        "scribble_hed",
        "softedge_hed",
        "scribble_hedsafe",
        "softedge_hedsafe",
        "depth_midas",
        "mlsd",
        "openpose",
        "openpose_face",
        "openpose_faceonly",
        "openpose_full",
        "openpose_hand",
        "dwpose",
        "scribble_pidinet",
        "softedge_pidinet",
        "scribble_pidsafe",
        "softedge_pidsafe",
        "normal_bae",
        "lineart_coarse",
        "lineart_realistic",
        "lineart_anime",
        "lineart",
        "depth_zoe",
        "shuffle",
        "mediapipe_face",
        "canny",
        "depth",
        "depth_leres",
        "depth_leres++",
    }
)
